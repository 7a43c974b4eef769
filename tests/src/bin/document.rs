//! Writes what the commands of documents print into the documents: `make session`, `make generate-docs`.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use easyscale_tests::document;

/// Run every command of documents on a control plane of their own and write down what they print.
#[derive(Parser)]
#[command(name = "document")]
struct Arguments {
    /// Markdown files, as they are called from the root of the repository.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match write(&Arguments::parse().files).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("document: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn write(files: &[String]) -> Result<()> {
    for file in files {
        let new = document::write(file).await?;
        println!("{file}: {}", if new { "written" } else { "all as it was" });
    }
    Ok(())
}
