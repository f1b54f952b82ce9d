//! CPython as a library of this process.
//!
//! The loader is asked for the system's library first, which distributions build with profiles; then an interpreter is asked for
//! its own.

use std::ffi::{CStr, c_char, c_int};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use libloading::os::unix::{Library as Loaded, RTLD_GLOBAL, RTLD_NOW};

use crate::Unavailable;

/// What the loader is asked for: the version whose rules the heap follows.
const SYSTEM: &str = "libpython3.11.so.1.0";
/// Who is asked where its library is, when the loader does not know.
const INTERPRETERS: [&str; 2] = ["python3.11", "python3"];
/// What they are asked.
const QUESTION: &str = "import os, sysconfig
print(os.path.join(*map(sysconfig.get_config_var, ('LIBDIR', 'INSTSONAME'))))";
/// Objects of the interpreter itself are kept out of the collector's sight.
const FREEZE: &CStr = c"import gc; gc.collect(); gc.freeze()";

static CHOSEN: OnceLock<PathBuf> = OnceLock::new();
static STARTED: OnceLock<Result<Library, Unavailable>> = OnceLock::new();

/// The interpreter, started in this process.
#[derive(Debug)]
pub struct Library {
    loaded: Loaded,
    /// The first word of its version, such as `3.11.2`.
    version: String,
}

/// Makes this interpreter's library the one that [`Library::started`] loads.
pub fn choose(interpreter: PathBuf) {
    CHOSEN.get_or_init(|| interpreter);
}

impl Library {
    /// The library, with its interpreter started by the first call. The thread that makes it is the only one that may use it.
    ///
    /// # Errors
    /// It is not there.
    pub fn started() -> Result<&'static Self, Unavailable> {
        STARTED.get_or_init(Self::start).as_ref().map_err(Clone::clone)
    }

    /// What raced, if it was started.
    #[must_use]
    pub fn note() -> Option<String> {
        let library = STARTED.get()?.as_ref().ok()?;
        Some(format!("CPython {}", library.version))
    }

    /// The minor version: 11 for 3.11.
    #[must_use]
    pub fn minor(&self) -> Option<u32> {
        self.version.split('.').nth(1)?.parse().ok()
    }

    /// A function of the library.
    ///
    /// # Errors
    /// This version has none of that name.
    ///
    /// # Safety
    /// `F` is its type.
    pub unsafe fn function<F: Copy>(&self, name: &str) -> Result<F, Unavailable> {
        // SAFETY: the caller's promise.
        let found = unsafe { self.loaded.get::<F>(name) };
        let function = found.map_err(|_| Unavailable(format!("this CPython has no {name}")))?;
        Ok(*function)
    }

    fn start() -> Result<Self, Unavailable> {
        let mut library = Self { loaded: load()?, version: String::new() };
        // SAFETY: the type is that of `Py_InitializeEx`.
        let initialize: unsafe extern "C" fn(c_int) =
            unsafe { library.function("Py_InitializeEx") }?;
        // SAFETY: it is called once, before anything else; 0 leaves signals alone.
        unsafe { initialize(0) };
        // SAFETY: the type is that of `PyRun_SimpleString`.
        let run: unsafe extern "C" fn(*const c_char) -> c_int =
            unsafe { library.function("PyRun_SimpleString") }?;
        // SAFETY: the interpreter is started, and this thread has it.
        let failed = unsafe { run(FREEZE.as_ptr()) };
        assert_eq!(failed, 0, "the interpreter freezes its objects");
        // SAFETY: the type is that of `Py_GetVersion`.
        let version: unsafe extern "C" fn() -> *const c_char =
            unsafe { library.function("Py_GetVersion") }?;
        // SAFETY: it may be called at any time.
        let version = unsafe { version() };
        // SAFETY: it is a text that is never freed.
        let version = unsafe { CStr::from_ptr(version) }.to_string_lossy();
        library.version = version.split(' ').next().unwrap_or_default().to_owned();
        Ok(library)
    }
}

fn load() -> Result<Loaded, Unavailable> {
    let chosen = CHOSEN.get().and_then(|interpreter| interpreter.to_str());
    let asked: Vec<&str> = chosen.map_or(INTERPRETERS.to_vec(), |chosen| vec![chosen]);
    let system = chosen.is_none().then(|| SYSTEM.to_owned());
    let places = system.into_iter().chain(asked.into_iter().filter_map(ask));
    places.into_iter().find_map(|place| open(&place)).ok_or_else(|| {
        Unavailable::because("no libpython found: install it (Debian: libpython3.11)")
    })
}

/// Where an interpreter's library is.
fn ask(interpreter: &str) -> Option<String> {
    let output = Command::new(interpreter).args(["-c", QUESTION]).output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

fn open(place: &str) -> Option<Loaded> {
    // SAFETY: what the library does when it is loaded, it does in every embedding of Python. Its modules look for its names
    // in the process, hence globally.
    unsafe { Loaded::open(Some(place), RTLD_NOW | RTLD_GLOBAL) }.ok()
}
