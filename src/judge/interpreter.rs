//! Interpreters as programs of the system: finding one, asking its version, running a script.

use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::error::{Error, Kind};
use crate::heaps::Version;

/// The first is the version that decides what is right.
const NAMES: [&str; 2] = ["python3.11", "python3"];
/// Understood by every Python since 2.6, so that what is too old can say so.
const ASK_VERSION: &str = "import sys, platform; \
    gil = getattr(sys, '_is_gil_enabled', lambda: True)(); \
    name = platform.python_implementation() + ('' if gil else ' without GIL'); \
    print('%s %d %d %d' % ((name,) + tuple(sys.version_info[:3])))";

/// The interpreter to use where none is named: `python3.11` or else `python3`, from the folders listed in `path_variable`,
/// the value of `PATH`.
#[must_use]
pub fn find(path_variable: &OsStr) -> Option<PathBuf> {
    let folders = || env::split_paths(path_variable);
    NAMES
        .iter()
        .flat_map(|name| folders().map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
}

/// The version of a Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "Python's own words for the parts of its version")]
pub struct PythonVersion {
    pub major: u8,
    pub minor: u8,
    pub micro: u8,
}

impl fmt::Display for PythonVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.micro)
    }
}

impl PythonVersion {
    const OLDEST: Self = Self { major: 3, minor: 8, micro: 0 };

    /// The version of the model's semantics that this Python is compared with, where the model knows it.
    #[must_use]
    pub fn semantics(self) -> Option<Version> {
        match (self.major, self.minor) {
            (3, 8) => Some(Version::V3_8),
            (3, 9) => Some(Version::V3_9),
            (3, 10) => Some(Version::V3_10),
            (3, 11) => Some(Version::V3_11),
            (3, 12) => Some(Version::V3_12),
            (3, 13) => Some(Version::V3_13),
            (3, 14) => Some(Version::V3_14),
            (3, 15) => Some(Version::V3_15),
            _ => None,
        }
    }

    /// Asks the interpreter.
    pub(super) fn of(interpreter: &Path) -> Result<Self, Error> {
        let error = |kind| Error::new(interpreter, None, kind);
        let output = Command::new(interpreter).args(["-E", "-S", "-c", ASK_VERSION]).output();
        let said = text(&output.map_err(|cause| error(Kind::NotStarted(cause)))?.stdout);
        let version = said.trim_end().strip_prefix("CPython ").and_then(Self::parse);
        version
            .filter(|version| *version >= Self::OLDEST)
            .ok_or_else(|| error(Kind::Unsuitable(format!("{:?}", said.trim_end()))))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ').map(|part| part.parse().ok());
        let mut part = || parts.next().flatten();
        Some(Self { major: part()?, minor: part()?, micro: part()? })
    }
}

/// What a script did that was run as users run it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptRun {
    /// What it printed.
    pub output: String,
    /// The last line on standard error, empty without any: `KeyError: 'k'`.
    pub last_error: String,
    /// Its exit status; `None` if a signal ended it.
    pub status: Option<i32>,
}

/// Runs `PYTHON FILE`, and waits for its end. The output is unbuffered, because the buffer would hold references to the texts
/// that are printed.
///
/// # Errors
/// If the interpreter cannot be started.
pub fn run_script(interpreter: &Path, file: &Path) -> Result<ScriptRun, Error> {
    let started = Command::new(interpreter).args(["-I", "-B", "-u"]).arg(file).output();
    let Output { status, stdout, stderr } =
        started.map_err(|cause| Error::new(interpreter, None, Kind::NotStarted(cause)))?;
    Ok(ScriptRun {
        output: text(&stdout),
        last_error: text(&stderr).lines().last().unwrap_or_default().to_owned(),
        status: status.code(),
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
