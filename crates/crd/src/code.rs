//! The stable codes of everything that can be wrong or doubtful about a rule, and the one sentence of each.
//!
//! The sentence is the same wherever a person meets it: the API server prints it when it refuses a rule, status and
//! the commands print it with the details of the rule behind it. Codes are never renumbered and never used again.

use std::fmt;

/// Whether a rule is refused or merely doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rule is refused: it causes no write until it is corrected.
    Error,
    /// The rule works, but probably not as meant.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($( $(#[$doc:meta])* $name:ident = $number:literal, $sentence:expr; )+) => {
        /// The kind of a problem: stable, so that documentation and scripts can refer to it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Code { $( $(#[$doc])* $name = $number, )+ }

        impl Code {
            /// Every code, in the order of the numbers.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// What is wrong and how to put it right, in the words that are the same everywhere.
            pub const fn sentence(self) -> &'static str {
                match self { $( Self::$name => $sentence, )+ }
            }
        }
    };
}

codes! {
    /// The schedule is empty.
    ScheduleEmpty = 1, "a rule needs at least one entry: add one under schedule, with a name and replicas";
    /// The schedule has more than 64 entries.
    ScheduleTooLong = 2, "a rule has at most 64 entries: join those that differ only in their days or dates";
    /// An entry's name is empty, too long or cannot be printed on one line.
    EntryName = 3, "an entry's name has 1 to 63 characters, all of them printable, and no space at either end";
    /// An entry is called "default".
    EntryNameReserved = 4, "\"default\" is the name of the time when no entry holds: give this entry another name";
    /// Two entries have one name.
    EntryNameTwice = 5, "each entry needs a name of its own: rename one of the two";
    /// An entry has both days and dates.
    DaysAndDates = 6, "an entry has days or dates, not both: write two entries, one with the days and one with the dates";
    /// The list of days is empty or longer than a week.
    DaysCount = 7, "days lists 1 to 7 days of the week: leave days out for every day";
    /// The list of dates is empty or too long.
    DatesCount = 8, "dates lists 1 to 366 dates: leave dates out for every day, or put the rest into another entry";
    /// A date cannot be read or does not exist.
    Date = 9, "a date is written year-month-day, exists in the calendar and lies between 2000 and 2199, such as \"2026-12-25\"";
    /// The start is not a time.
    TimeStart = 10, "timeStart is a time from \"00:00\" to \"23:59\", in quotes and with two digits each, such as \"16:00\"";
    /// The end is not a time.
    TimeEnd = 11, "timeEnd is a time from \"00:00\" to \"24:00\", in quotes and with two digits each, such as \"18:00\"";
    /// Start and end are equal.
    TimesEqual = 12, "timeStart and timeEnd are equal: write \"00:00\" to \"24:00\", or leave both out, for a whole day";
    /// A number of replicas is negative.
    Replicas = 13, "replicas is a whole number from 0 to 2147483647";
    /// A number of replicas lies outside of the limits.
    ReplicasOutsideLimits = 14, "replicas must lie within limits: change the number, or minReplicas or maxReplicas";
    /// A bound is negative.
    Limit = 15, "minReplicas and maxReplicas are whole numbers from 0 to 2147483647";
    /// The bounds are reversed.
    LimitsReversed = 16, "minReplicas is greater than maxReplicas: exchange the two";
    /// The time zone is unknown.
    Timezone = 17, "timezone is a name from the IANA time zone database, such as \"Europe/Berlin\" or \"UTC\"";
    /// The cooldown is negative or longer than a day.
    Cooldown = 18, "cooldownSeconds is a whole number from 0 to 86400 (one day)";
    /// The target's apiVersion cannot be one.
    TargetApiVersion = 19, "target.apiVersion is written as in the first line of the object's own YAML, such as \"apps/v1\"";
    /// The target's kind cannot be one.
    TargetKind = 20, "target.kind is written as in the object's own YAML, with a capital letter, such as \"Deployment\"";
    /// The target's name cannot be one.
    TargetName = 21, "target.name is the object's name: 1 to 253 lower-case letters, digits, \"-\" and \".\", such as \"web\"";
    /// The target's namespace cannot be one.
    TargetNamespace = 22, "target.namespace is a namespace's name: 1 to 63 lower-case letters, digits and \"-\", such as \"shop\"";
    /// The engine refused the schedule for a reason that has no code of its own.
    Schedule = 23, "this schedule cannot be computed";
    /// A value of another type than the field has, where the field has no sentence of its own.
    WrongType = 24, "another kind of value belongs here";
    /// A required field is not there.
    Missing = 25, "a required field is missing: add it";
    /// A field that does not exist.
    UnknownField = 26, "there is no such field here: correct or remove it";
    /// A field that is there twice.
    FieldTwice = 27, "a field is given twice, and only one of the two can hold: remove the other one";
    /// The text cannot be read as YAML.
    NotYaml = 28, "this is not YAML, so nothing of this document can be read";
    /// The file is no text.
    NotText = 29, "this file is not a text in UTF-8: save it as plain text";
    /// Nested too deeply, or grown too large by aliases.
    TooLarge = 30, "this document is nested too deeply or repeats too much to be read: write it out more simply";
    /// Meant as a rule, but `apiVersion` or `kind` says something else.
    NotThisKind = 31, "a rule begins with \"apiVersion: easyscale.io/v1\" and \"kind: ScalingRule\"";
    /// The rule has no name, or one that cannot be.
    RuleName = 32, "metadata.name is the rule's name: 1 to 253 lower-case letters, digits, \"-\" and \".\", such as \"web\"";
    /// The rule's namespace cannot be one.
    RuleNamespace = 33, "metadata.namespace is a namespace's name: 1 to 63 lower-case letters, digits and \"-\", such as \"shop\"";
    /// Two rules of one name.
    RuleTwice = 34, "two rules have one name, and the later one would replace the earlier one: rename one of the two";

    /// Two entries of one priority ask for different numbers at the same time.
    Overlap = 101, "two entries of the same priority hold at the same time with different numbers: the one listed first wins; give one of them a higher priority";
    /// An entry can never hold.
    NeverHolds = 102, "this entry can never hold: change its days and times, or remove it";
    /// All dates of an entry are past.
    AllPast = 103, "all dates of this entry are in the past: add new ones, or remove the entry";
    /// No default is given, and at times no entry holds.
    NoDefault = 104, "there is no default: when no entry holds, the number of replicas stays as it is; add default: {replicas: …} to set it";
    /// A day or a date is listed twice.
    ListedTwice = 105, "a day or date is listed twice in one entry: remove one, or correct it";
    /// A time without quotes, which is a number to some readers of YAML.
    UnquotedTime = 106, "a time without quotes is a number to some YAML readers: put it in quotes";
    /// Two rules of one target.
    TargetTwice = 107, "two rules have one target, and only the older one acts: join them into one, or change a target";
    /// Not a single rule was found.
    NoRule = 108, "no ScalingRule was found here";
}

impl Code {
    /// Errors are numbered from 1, warnings from 101.
    pub const fn severity(self) -> Severity {
        if (self as u16) < 100 { Severity::Error } else { Severity::Warning }
    }

    /// The sentence with the code behind it, as the API server prints it: `… exchange the two [ES0016]`.
    pub fn told(self) -> String {
        format!("{} [{self}]", self.sentence())
    }

    /// The code that ends such a text.
    pub(crate) fn at_end_of(text: &str) -> Option<Self> {
        let number: u16 = text.strip_suffix(']')?.rsplit_once("[ES")?.1.parse().ok()?;
        Self::ALL.iter().copied().find(|code| *code as u16 == number)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ES{:04}", *self as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_code_is_printed_with_four_digits() {
        assert_eq!(Code::ScheduleEmpty.to_string(), "ES0001");
        assert_eq!(Code::NoDefault.to_string(), "ES0104");
    }

    #[test]
    fn a_told_sentence_ends_with_its_code_and_the_code_is_found_there() {
        assert_eq!(
            Code::LimitsReversed.told(),
            "minReplicas is greater than maxReplicas: exchange the two [ES0016]"
        );
        for code in Code::ALL {
            assert_eq!(Code::at_end_of(&code.told()), Some(*code));
        }
        assert_eq!(Code::at_end_of("a list [ES9999]"), None);
        assert_eq!(Code::at_end_of("a list"), None);
    }

    #[test]
    fn errors_and_warnings_are_told_apart_by_their_numbers() {
        assert_eq!(Code::Schedule.severity(), Severity::Error);
        assert_eq!(Code::Overlap.severity(), Severity::Warning);
    }

    #[test]
    fn every_code_has_a_sentence_of_its_own_on_one_line() {
        let sentences: BTreeSet<_> = Code::ALL.iter().map(|code| code.sentence()).collect();
        assert_eq!(sentences.len(), Code::ALL.len());
        for sentence in sentences {
            assert!(!sentence.contains('['), "the code is told in brackets: {sentence}");
            // The API server refuses a CRD whose message has a line break, and cuts none.
            assert!(!sentence.contains('\n') && sentence.len() < 200, "{sentence}");
            assert!(!sentence.ends_with('.'), "details are added behind it: {sentence}");
        }
    }
}
