//! The rules as a table, and under it a sentence for each that needs attention.

use std::fmt::{Display, Write as _};

use super::Row;
use crate::columns::Columns;
use crate::output;
use crate::paint::{BAD, DOUBT, GOOD, Paint as _, STRONG};
use crate::plain::plain;
use crate::told;

/// `namespace`: the one that is shown; `None`: all of them.
pub(super) fn render(rows: &[Row], namespace: Option<&str>) -> String {
    let Some(first) = rows.first() else { return nothing(namespace) };
    let head: &[&str] = match namespace {
        Some(_) => &["NAME", "TARGET", "CURRENT", "DESIRED", "ACTIVE", "NEXT", "ZONE", "READY"],
        None => &["NAMESPACE", "NAME", "TARGET", "CURRENT", "DESIRED", "ACTIVE", "NEXT", "ZONE", "READY"],
    };
    let mut table = Columns::new(head);
    for row in rows {
        line(&mut table, row, namespace.is_none());
    }
    let names = rows.iter().filter_map(|row| row.active.as_deref());
    let mut text = table.fitting(output::width(), names);
    if first.is_well() {
        let all = told::count(rows.len(), "rule");
        let _ = writeln!(text, "\n{}", format_args!("{all}, all as they should be.").paint(GOOD));
        return text.replacen("1 rule, all as they should be", "1 rule, as it should be", 1);
    }
    for row in rows.iter().filter(|row| !row.is_well()) {
        let style = if row.ready.is_some() { BAD } else { DOUBT };
        let name = format!("{}/{}", row.namespace, row.name);
        let reason = row.reason.as_deref().unwrap_or("Waiting");
        let (reason, message) = (plain(reason), told::lines(&plain(&row.message), 2, 2));
        let _ = writeln!(text, "\n{} {}\n{message}", name.paint(STRONG), reason.paint(style));
    }
    text
}

fn nothing(namespace: Option<&str>) -> String {
    match namespace {
        Some(namespace) => {
            format!("There are no rules in namespace {namespace}. All namespaces: easyscale status -A\n")
        }
        None => "There are no rules yet. Write the first one: easyscale generate\n".to_owned(),
    }
}

fn line(table: &mut Columns, row: &Row, with_namespace: bool) {
    let mut cells = table.row();
    if with_namespace {
        cells.cell().push_str(&row.namespace);
    }
    cells.cell().push_str(&row.name);
    cells.cell().push_str(&plain(row.target.as_deref().unwrap_or_default()));
    cells.cell().push_str(&told_or_nothing(row.current_replicas));
    cells.cell().push_str(&told_or_nothing(row.desired_replicas));
    cells.cell().push_str(&plain(row.active.as_deref().unwrap_or_default()));
    cells.cell().push_str(&plain(row.next.as_deref().unwrap_or_default()));
    cells.cell().push_str(&plain(row.timezone.as_deref().unwrap_or_default()));
    let _ = match row.ready {
        Some(true) => write!(cells.cell(), "{}", "yes".paint(GOOD)),
        Some(false) => write!(cells.cell(), "{}", "no".paint(BAD)),
        None => write!(cells.cell(), "{}", "not yet".paint(DOUBT)),
    };
}

fn told_or_nothing(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
