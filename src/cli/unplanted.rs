//! `planted` in a build without planted bugs: says which build has them.

use clap::Args;

use super::failure::Failure;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(super) fn planted(arguments: &Arguments) -> Result<u8, Failure> {
    let rest = arguments.rest.iter().map(|argument| format!(" {argument}")).collect::<String>();
    Err(Failure::new(format_args!(
        "no bug can be turned on in this build; in the repository run: cargo planted{rest}"
    )))
}
