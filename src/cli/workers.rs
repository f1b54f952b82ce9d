//! Where workers and judges come from.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use twinheap::heaps::registry;
use twinheap::judge;

use super::failure::Failure;

/// The heap that is tested unless another is named.
pub(super) const SUBJECT: &str = registry::SUBJECT;

/// How a worker is started: this executable again.
pub(super) fn spawn() -> Result<impl Fn() -> Command + Sync, Failure> {
    let executable = env::current_exe()?;
    Ok(move || {
        let mut command = Command::new(&executable);
        command.arg("worker");
        command
    })
}

/// The judges that were named; without any, the Python on the path, with a notice if there is none.
pub(super) fn judges(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    match named {
        [none] if none == Path::new("none") => Ok(Vec::new()),
        [] => {
            let found = find();
            if found.is_none() {
                let notice =
                    "no python3.11 or python3 on the path: nothing is compared with CPython";
                writeln!(io::stderr(), "twinheap: {notice}")?;
            }
            Ok(found.into_iter().collect())
        }
        named => {
            if let Some(missing) = named.iter().find(|path| !path.is_file()) {
                let hint = "there is no such file; give the path of a python3, or `none`";
                return Err(Failure::new(format_args!("--judge {}: {hint}", missing.display())));
            }
            Ok(named.to_vec())
        }
    }
}

/// The Python on the path.
pub(super) fn find() -> Option<PathBuf> {
    judge::find(&env::var_os("PATH")?)
}

/// Checks the name of a heap, for clap.
pub(super) fn heap(name: &str) -> Result<String, String> {
    if registry::NAMES.contains(&name) {
        return Ok(name.to_owned());
    }
    Err(format!("known heaps are {}", registry::NAMES.join(", ")))
}
