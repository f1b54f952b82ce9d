//! The catalogue of planted bugs: a file for each in the folder `planted`, its shortest known program.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use twinheap::program::Program;

use super::super::failure::Failure;
use super::engine;

/// A bug that can be turned on.
#[derive(Debug)]
pub(super) struct Planted {
    /// What `--bug` knows it by: the name of its file.
    pub(super) name: String,
    /// The part of the heap where it is: the folder of its file.
    pub(super) layer: String,
    /// What it does wrong.
    pub(super) description: String,
    /// The real bugs that it repeats, or what it was invented after.
    pub(super) origin: String,
    /// The engines that are expected to find it.
    engines: Vec<String>,
    /// Its shortest known program.
    pub(super) program: String,
    /// How many steps that has: [`Program::steps`].
    pub(super) steps: usize,
    file: PathBuf,
}

impl Planted {
    pub(super) fn is_expected_of(&self, engine: &str) -> bool {
        self.engines.iter().any(|name| name == engine)
    }
}

/// How long a program is; nothing for what is none.
pub(super) fn steps(text: &str) -> Option<usize> {
    let program = Program::parse("program", text).ok()?;
    Some(program.steps())
}

/// Every bug, by layer and name.
///
/// # Errors
/// If a file cannot be read, or lacks something.
pub(super) fn read() -> Result<Vec<Planted>, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("planted");
    let problem = |error: io::Error| Failure::new(format_args!("{}: {error}", folder.display()));
    let mut bugs = Vec::new();
    let layers = sorted(&folder).map_err(problem)?.into_iter().filter(|path| path.is_dir());
    for layer in layers {
        for file in sorted(&layer).map_err(problem)? {
            bugs.push(read_one(&file)?);
        }
    }
    Ok(bugs)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn read_one(file: &Path) -> Result<Planted, Failure> {
    let wrong = |what: &str| Failure::new(format_args!("{}: {what}", file.display()));
    let text = fs::read_to_string(file).map_err(|error| wrong(&error.to_string()))?;
    let part = |path: Option<&Path>| {
        path.and_then(Path::file_stem).map(|name| name.to_string_lossy().into_owned())
    };
    let said = |what: &str| {
        let start = format!("# {what}: ");
        let line = text.lines().find_map(|line| line.strip_prefix(&start));
        line.map(str::to_owned).ok_or_else(|| wrong(&format!("a line with {start:?} is missing")))
    };
    let engines: Vec<String> = said("Engines")?.split(' ').map(str::to_owned).collect();
    if let Some(unknown) = engines.iter().find(|name| !engine::NAMES.contains(&name.as_str())) {
        return Err(wrong(&format!("there is no engine {unknown:?}")));
    }
    Ok(Planted {
        name: part(Some(file)).unwrap_or_default(),
        layer: part(file.parent()).unwrap_or_default(),
        description: said("Bug")?,
        origin: said("Origin")?,
        engines,
        steps: steps(&text).ok_or_else(|| wrong("this is no program"))?,
        program: text,
        file: file.to_path_buf(),
    })
}

/// Puts another program into the file of a bug, below what the file says about the bug.
///
/// # Errors
/// If the file cannot be written.
pub(super) fn rewrite(bug: &Planted, program: &str) -> Result<(), Failure> {
    let about =
        bug.program.lines().take_while(|line| WORDS.iter().any(|word| line.starts_with(word)));
    let about: String = about.flat_map(|line| [line, "\n"]).collect();
    Ok(fs::write(&bug.file, about + program)?)
}

/// What the lines about a bug begin with.
const WORDS: [&str; 3] = ["# Bug: ", "# Origin: ", "# Engines: "];
