//! The inputs to begin with: the cases of `corpus/`, which are kept as text, so that no change of a byte form spoils them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use twinheap::program::Program;

use crate::replay::add_files;

/// The folder of all cases.
pub(crate) fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus")
}

/// Puts every case that has a byte form into a folder of such.
pub(crate) fn lockstep() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/lockstep");
    match seeds().and_then(|seeds| write(&folder, &seeds)) {
        Ok(()) => Some(folder),
        Err(error) => {
            eprintln!("going on without seeds in {}: {error}", folder.display());
            None
        }
    }
}

/// The cases in bytes, by their names.
fn seeds() -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = Vec::new();
    add_files(&cases(), &mut files)?;
    let mut seeds = BTreeMap::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        let program = Program::parse("", &text).ok().and_then(|program| program.to_bytes().ok());
        let name = file.strip_prefix(cases()).unwrap_or(&file).with_extension("");
        seeds.extend(program.map(|bytes| (name.display().to_string().replace('/', "-"), bytes)));
    }
    Ok(seeds)
}

/// Makes the folder hold these files and no others. What is right already is not touched: another run may be reading it.
fn write(folder: &Path, seeds: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !seeds.contains_key(&*entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path())?;
        }
    }
    for (name, bytes) in seeds {
        let path = folder.join(name);
        if fs::read(&path).ok().as_ref() != Some(bytes) {
            fs::write(path, bytes)?;
        }
    }
    Ok(())
}
