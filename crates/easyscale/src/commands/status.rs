//! `easyscale status`: what holds everywhere, what comes next, problems first.

mod row;
mod table;

use std::sync::Arc;

use anyhow::bail;
use clap::Args;
use easyscale_controller::cluster::{Cluster, Stored};
use futures::StreamExt as _;
use serde_json::json;

use crate::cluster::{ClusterArguments, block_on};
use crate::exit::Done;
use crate::output::{self, Form};
use crate::paint::{BAD, Paint as _};
use crate::progress::Progress;
use crate::session::Session;
use crate::usage;
use row::Row;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Only these rules: web, or shop/web. Default: all of the namespace.
    #[arg(value_name = "RULE")]
    rules: Vec<String>,

    /// The rules of all namespaces.
    #[arg(long, short = 'A')]
    all_namespaces: bool,

    #[command(flatten)]
    cluster: ClusterArguments,

    /// Show it again after every change, until Ctrl-C.
    #[arg(long, short)]
    watch: bool,

    /// The form of the output.
    #[arg(long, short, value_enum, value_name = "FORM", default_value = "text")]
    output: Form,
}

const EXAMPLES: &str = "\
Examples:
  easyscale status              the rules of your namespace
  easyscale status -A --watch   all rules, shown again after every change

Exit codes: 0 all is well, 1 a rule needs attention (or the cluster could not be asked).";

pub(super) fn execute(arguments: &Arguments) -> anyhow::Result<Done> {
    let session = Session::start(None)?;
    block_on(async {
        let cluster = arguments.cluster.connect().await?;
        if arguments.watch {
            arguments.follow(&cluster, &session).await
        } else {
            arguments.once(&cluster, &session).await
        }
    })
}

impl Arguments {
    async fn once(&self, cluster: &Cluster, session: &Session) -> anyhow::Result<Done> {
        let progress = Progress::begin(&format!("asking {}", cluster.server()));
        let stored = cluster.list(self.namespace(cluster)).await?;
        drop(progress);
        let rows = self.rows(stored.iter(), cluster, session)?;
        output::print(&self.render(&rows, cluster)?)?;
        Ok(if rows.iter().all(Row::is_well) { Done::Well } else { Done::Doubtful })
    }

    async fn follow(&self, cluster: &Cluster, session: &Session) -> anyhow::Result<Done> {
        let mut snapshots = std::pin::pin!(cluster.watch(self.namespace(cluster)));
        let mut shown = false;
        loop {
            let snapshot = tokio::select! {
                snapshot = snapshots.next() => snapshot,
                _ = tokio::signal::ctrl_c() => return Ok(Done::Well),
            };
            match snapshot {
                Some(Ok(rules)) => {
                    let rows = self.rows(rules.iter().map(Arc::as_ref), cluster, session)?;
                    self.show(&self.render(&rows, cluster)?, shown)?;
                    shown = true;
                }
                // Who has seen nothing yet wants to know at once; later, the watch goes on by itself.
                Some(Err(error)) if !shown => bail!(error),
                Some(Err(error)) => output::tell(&format!("{}: {error}\n", "error".paint(BAD))),
                None => return Ok(Done::Well),
            }
        }
    }

    fn show(&self, text: &str, again: bool) -> anyhow::Result<Done> {
        match self.output {
            Form::Text if output::is_terminal() => output::clear(),
            Form::Text if again => return output::print(&format!("\n{text}")),
            Form::Text | Form::Json => {}
        }
        output::print(text)
    }

    /// The namespace that is looked at; `None`: all of them.
    fn namespace<'a>(&'a self, cluster: &'a Cluster) -> Option<&'a str> {
        if self.all_namespaces {
            return None;
        }
        let own = self.cluster.namespace().unwrap_or(cluster.default_namespace());
        // Whoever may look into one namespace only shall see the rules of that one.
        let mut named = self.rules.iter().map(|rule| ClusterArguments::namespace_in(rule).unwrap_or(own));
        let first = named.next().unwrap_or(own);
        named.all(|namespace| namespace == first).then_some(first)
    }

    /// The wanted rules, those that need attention first.
    fn rows<'a>(
        &self,
        stored: impl Iterator<Item = &'a Stored>,
        cluster: &Cluster,
        session: &Session,
    ) -> anyhow::Result<Vec<Row>> {
        let mut rows: Vec<Row> = stored.map(|stored| Row::of(stored, session)).collect();
        if !self.rules.is_empty() {
            let wanted = self.rules.iter().map(|rule| self.cluster.address(rule, cluster));
            let wanted: Vec<_> = wanted.collect::<anyhow::Result<_>>()?;
            for (namespace, name) in &wanted {
                if !rows.iter().any(|row| row.is(namespace, name)) {
                    let there_are = rows.iter().map(|row| format!("{}/{}", row.namespace, row.name));
                    let near = usage::nearest(&format!("{namespace}/{name}"), there_are);
                    let near = near.map_or_else(String::new, |near| format!(" (did you mean {near}?)"));
                    bail!(
                        "there is no rule {namespace}/{name}{near}; \"easyscale status -A\" shows all there are"
                    );
                }
            }
            rows.retain(|row| wanted.iter().any(|(namespace, name)| row.is(namespace, name)));
        }
        rows.sort_by_key(|row| (row.is_well(), row.namespace.clone(), row.name.clone()));
        Ok(rows)
    }

    fn render(&self, rows: &[Row], cluster: &Cluster) -> anyhow::Result<String> {
        let namespace = self.namespace(cluster);
        Ok(match self.output {
            Form::Text => table::render(rows, namespace),
            Form::Json if self.watch => json!({ "rules": rows }).to_string() + "\n",
            Form::Json => serde_json::to_string_pretty(&json!({ "rules": rows }))? + "\n",
        })
    }
}
