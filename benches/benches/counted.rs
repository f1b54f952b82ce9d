//! Lockstep for tools that count instructions, whose figures do not depend on what else the machine does:
//!
//! ```console
//! $ cargo bench -p twinheap-benches --bench counted --no-run     # says where the executable is
//! $ valgrind --tool=callgrind --toggle-collect='*measured*' target/release/deps/counted-… compared
//! $ callgrind_annotate --inclusive=yes callgrind.out.…
//! ```
//!
//! Every program executes 32 steps. `compared` and `checked` are as in `throughput.rs`. `write FOLDER` writes the programs as
//! inputs of the fuzz target `lockstep`: `.ci/fuzz_speed` says how fast it runs them under AddressSanitizer.

mod programs;

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;
use std::{env, fs, io};

use mimalloc::MiMalloc;
use twinheap::lockstep::{Checking, Lockstep};
use twinheap::program::Program;

use programs::{agreeing, cut, cut_settings, pair};

// As in the executable.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// As in `throughput.rs`.
const PROGRAMS: u64 = 512;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = env::args().skip(1).filter(|it| it != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] | ["compared"] => count(Checking::Never),
        ["checked"] => count(Checking::Steps),
        ["write", folder] => match write(Path::new(folder)) {
            Ok(count) => println!("{count} programs in {folder}"),
            Err(error) => {
                eprintln!("{folder}: {error}");
                return ExitCode::FAILURE;
            }
        },
        _ => {
            eprintln!("usage: [compared | checked | write FOLDER]");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn count(checking: Checking) {
    let programs = cut(&agreeing(PROGRAMS, None));
    let mut pair = pair(checking);
    measured(&mut pair, &programs);
    println!("{} programs", programs.len());
}

/// What tools look for by its name.
#[inline(never)]
fn measured(pair: &mut Lockstep, programs: &[Rc<Program>]) {
    for program in programs {
        drop(black_box(pair.run(program, &cut_settings())));
    }
}

fn write(folder: &Path) -> io::Result<usize> {
    fs::create_dir_all(folder)?;
    let inputs = cut(&agreeing(PROGRAMS, None)).into_iter().filter_map(|it| it.to_bytes().ok());
    let mut count = 0;
    for input in inputs {
        fs::write(folder.join(count.to_string()), input)?;
        count += 1;
    }
    Ok(count)
}
