//! The programs of `corpus/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use twinheap::heaps;
use twinheap::lockstep::{Checking, Lockstep};
use twinheap::program::Program;

/// A program of the corpus.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    pub(crate) program: Rc<Program>,
}

/// Every case, in the order of their paths.
pub(crate) fn all() -> Vec<Case> {
    let mut paths = Vec::new();
    add_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &mut paths);
    paths.sort();
    paths.into_iter().map(read).collect()
}

fn add_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the corpus can be listed") {
        let path = entry.expect("the corpus can be listed").path();
        if path.is_dir() {
            add_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push(path);
        }
    }
}

fn read(path: PathBuf) -> Case {
    let text = fs::read_to_string(&path).expect("a case can be read");
    let program = match Program::parse(&path.display().to_string(), &text) {
        Ok(program) => Rc::new(program),
        Err(error) => panic!("{error}"),
    };
    Case { path, program }
}

/// The model beside the heap under test, every step checked.
pub(crate) fn lockstep() -> Lockstep {
    let heap = |name| Box::new(move || heaps::by_name(name).expect("the registry has it"));
    Lockstep::new(heap("model"), heap(heaps::registry::SUBJECT), Checking::Steps)
}
