//! The command line: the only place that looks at the clock, the environment and the terminal.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
