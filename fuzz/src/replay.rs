//! Targets without an engine: each file that is named, or that lies in a folder that is named, is run once.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use crate::Target;
use crate::failure::{find, keep_panics};

/// Exit statuses: 0 nothing is wrong, 1 something is, 2 a file cannot be read.
pub fn main(target: &Target) -> ExitCode {
    keep_panics();
    match replay(target, env::args_os().skip(1).map(PathBuf::from)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{}: {problem}", target.name);
            ExitCode::from(2)
        }
    }
}

/// Says how many of the files show something.
fn replay(target: &Target, paths: impl Iterator<Item = PathBuf>) -> Result<usize, String> {
    let mut files = Vec::new();
    for path in paths {
        add_files(&path, &mut files).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    if files.is_empty() {
        return Err(String::from("name files or folders to replay"));
    }
    let mut failed = 0;
    for path in &files {
        let input = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        if let Some(report) = find(target, &input) {
            println!("# {}\n{report}\n", path.display());
            failed += 1;
        }
    }
    if let Some(reached) = (target.reached)() {
        println!("{reached}");
    }
    println!("{}: {} files, {failed} show something", target.name, files.len());
    Ok(failed)
}

/// The file, or all files below the folder, in the order of their names.
pub(crate) fn add_files(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
    let mut entries: Vec<_> = entries.collect::<io::Result<_>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| add_files(entry, files))
}
