//! The programs with which tests failed, as files.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::program::Program;

/// Where cases are kept unless another folder is named: beside the manifest, since Cargo runs tests there.
pub const FOLDER: &str = "twinheap-failures";

/// A folder of cases: programs with which tests failed, a Python file each.
///
/// For proptest it is a [`FailurePersistence`](https://docs.rs/proptest/latest/proptest/test_runner/trait.FailurePersistence.html)
/// that keeps no seeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    folder: PathBuf,
}

impl Default for Cases {
    /// Those in [`FOLDER`].
    fn default() -> Self {
        Self::in_folder(FOLDER)
    }
}

impl Cases {
    /// The cases of that folder, which is made once there is one.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Those of the test of that path in its crate: `tests::my_heap_agrees`.
    #[must_use]
    pub fn of(&self, test: &str) -> TestCases {
        TestCases { folder: self.folder.clone(), test: test.to_owned() }
    }
}

/// The cases of one test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestCases {
    folder: PathBuf,
    test: String,
}

impl TestCases {
    /// The programs with which the test failed, in the order of their file names.
    ///
    /// # Errors
    /// If a file cannot be read, or is no program.
    pub fn read(&self) -> io::Result<Vec<Program>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        let mut paths: Vec<PathBuf> = paths.into_iter().filter(|path| self.is_mine(path)).collect();
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    }

    /// Keeps a program with which the test failed, under a name of the test and the program, and says where.
    ///
    /// # Errors
    /// If the folder or the file cannot be written.
    pub fn keep(&self, program: &Program) -> io::Result<PathBuf> {
        let text = program.to_string();
        let path = self.folder.join(format!("{}-{:08x}.py", self.stem(), hash(&text)));
        let Self { test, .. } = self;
        let note = format!(
            "# {test} failed with this program. As long as the file is here, it runs it before all others.\n\
             # `twinheap replay {}` shows what each step does.\n",
            path.display()
        );
        fs::create_dir_all(&self.folder)?;
        fs::write(&path, format!("{text}\n{note}"))?;
        Ok(path)
    }

    /// Keeps the program, and says where for whoever reads the output of the failing test.
    pub(super) fn keep_and_say(&self, program: &Program) -> String {
        match self.keep(program) {
            Ok(path) => format!("twinheap: the program is kept in {}", path.display()),
            Err(error) => {
                let folder = self.folder.display();
                format!("twinheap: the program could not be kept in {folder}: {error}")
            }
        }
    }

    /// No identifier has a hyphen, so no two tests have one stem.
    fn stem(&self) -> String {
        self.test.replace("::", "-")
    }

    /// Whether the file's name is that of a case of this test.
    fn is_mine(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str());
        let case = name.and_then(|name| name.strip_suffix(".py"));
        case.and_then(|case| case.rsplit_once('-')).is_some_and(|(stem, _)| stem == self.stem())
    }
}

fn read(path: &Path) -> io::Result<Program> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
    Program::parse(&name, &text).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}

/// FNV-1a.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
