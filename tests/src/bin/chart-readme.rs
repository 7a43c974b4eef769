//! Prints the README of the chart: `make generate` writes it.

fn main() -> anyhow::Result<()> {
    print!("{}", easyscale_tests::chart::readme()?);
    Ok(())
}
