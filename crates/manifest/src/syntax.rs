//! What the parser says about a text that is not YAML, in words that name the fix.

/// A reason in plain words, and the fix. `line` is the line on which the parser gave up, `before` the text before that
/// place on it.
pub(crate) fn explain(said: &str, line: &str, indent: &str) -> String {
    let words = if indent.contains('\t') {
        "the line is indented with a tab: indent it with spaces"
    } else {
        reason(said, line)
    };
    match words {
        "" => format!("{said}: see whether quotes, brackets and indentation are right"),
        words => words.to_owned(),
    }
}

fn reason(said: &str, line: &str) -> &'static str {
    let has = |part: &str| said.contains(part);
    if has("tab") && !has("found") {
        "a tab stands where only spaces may: replace it by spaces"
    } else if has("quote") || has("quoted scalar") {
        quotes(said)
    } else if has("unclosed bracket") || has("EOF while parsing") || has("flow") || has("misplaced bracket") {
        "a bracket is not closed, a comma is missing, or a line inside of brackets is not indented: lists are written [a, b]"
    } else if has("anchor") || has("alias") {
        if has("unknown") {
            "an alias (*name) repeats what is marked with &name above it, and no such mark is there"
        } else {
            "\"*\" and \"&\" have a meaning at the start of a value: put the value in quotes"
        }
    } else if has("mapping values") || has("illegal placement of ':'") || has("simple key") {
        "a \":\" stands where none may: put a text with \": \" in it in quotes, and see whether the indentation is right"
    } else if has("did not find expected key") || has("invalid indentation") || has("block collection") {
        "this line fits to no line above it: lines of one group are indented by the same number of spaces"
    } else if (has("tag") || has("handle")) && line.contains('!') {
        "\"!\" has a meaning at the start of a value: put the value in quotes"
    } else if has("'-' followed by") {
        "\"-\" is followed by a space where a list begins: put a text in quotes"
    } else if has("unexpected character") {
        "a value may not begin with this character: put it in quotes"
    } else if has("directive") {
        "a line that begins with % is an instruction to the reader: remove it"
    } else if has("block scalar") {
        "the lines below | or > are indented with spaces, all of them by the same number"
    } else if has("expected <document start>") {
        "this line does not belong to what is above it: see whether it is indented rightly, or begin a document with ---"
    } else {
        ""
    }
}

fn quotes(said: &str) -> &'static str {
    if said.contains("escape") || said.contains("hexadecimal") || said.contains("surrogate") {
        "in double quotes \\ has a meaning: write \\\\ for it, or use single quotes"
    } else if said.contains("trailing content") {
        "something stands behind a closing quote: put the whole value into one pair of quotes"
    } else {
        "a quote is not closed: put one at the end of the text"
    }
}
