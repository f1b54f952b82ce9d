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
        #[cfg(planted)]
        command.args(
            twinheap::heaps::planted::chosen()
                .into_iter()
                .flat_map(|bug| ["--plant".to_owned(), bug]),
        );
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
        named => named.iter().map(|judge| resolve(judge)).collect(),
    }
}

/// A judge by its path, or by its name on the path.
fn resolve(judge: &Path) -> Result<PathBuf, Failure> {
    let folders = env::var_os("PATH").unwrap_or_default();
    let is_name = judge.components().count() == 1;
    let on_path = env::split_paths(&folders).filter(|_| is_name).map(|folder| folder.join(judge));
    let found = std::iter::once(judge.to_path_buf()).chain(on_path).find(|path| path.is_file());
    found.ok_or_else(|| {
        let hint = "there is no such file, here or on the path; give a python3, or `none`";
        Failure::new(format_args!("--judge {}: {hint}", judge.display()))
    })
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
