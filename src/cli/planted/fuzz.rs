//! The engine of a bare `cargo fuzz run lockstep`: libFuzzer, as it comes, with an empty corpus and the target's seeds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::super::failure::Failure;
use super::engine::{Engine, Finding, Run};
use twinheap::program::Program;

pub(super) const NAME: &str = "fuzz";

/// Each run builds up its process and goes through all seeds first, which takes a hundred times as long as a short search of
/// the property engine. So of as many seeds as are asked for it is run with one in so many.
const SEEDS_SHARE: u64 = 4;

/// The folder of what a run finds interesting, below its own.
const CORPUS: &str = "corpus";

pub(super) struct Fuzz {
    target: PathBuf,
}

impl Fuzz {
    /// Builds the target as `cargo fuzz` does, with the planted bugs.
    ///
    /// # Errors
    /// If it does not build.
    pub(super) fn new() -> Result<Self, Failure> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (folder, host) = (root.join("target/planted/fuzz"), host()?);
        let built = Command::new("cargo")
            .args(["build", "--release", "--quiet", "--bin", "lockstep", "--target", &host])
            .arg("--manifest-path")
            .arg(root.join("fuzz/Cargo.toml"))
            .arg("--target-dir")
            .arg(&folder)
            .env("RUSTFLAGS", FLAGS)
            .stdout(Stdio::null())
            .status()?;
        if !built.success() {
            return Err(Failure::new("the fuzz target did not build"));
        }
        Ok(Self { target: folder.join(host).join("release/lockstep") })
    }
}

/// The name of this machine's platform. Named as a target, it keeps the flags from what runs while building.
fn host() -> Result<String, Failure> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::new("rustc -vV names no host"))
}

/// What `cargo fuzz` builds with, sanitizers aside: they need a nightly compiler.
const FLAGS: &str = "--cfg planted --cfg fuzzing -Cdebug-assertions -Ccodegen-units=1 \
    -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0";

impl Engine for Fuzz {
    fn name(&self) -> &'static str {
        NAME
    }

    fn seeds(&self, asked: u64) -> u64 {
        asked.div_ceil(SEEDS_SHARE)
    }

    #[expect(clippy::disallowed_methods, reason = "this is the command line")]
    fn search(&self, bug: &str, seed: u64, limit: Duration) -> Result<Run, Failure> {
        let folder = self.target.with_file_name(format!("{bug}-{seed}"));
        fs::create_dir_all(folder.join(CORPUS))?;
        let artifact = folder.join("artifact");
        let start = Instant::now();
        let output = Command::new(&self.target)
            .arg(format!("-seed={seed}"))
            .arg(format!("-max_total_time={}", limit.as_secs()))
            .arg(format!("-exact_artifact_path={}", artifact.display()))
            .args(["-print_final_stats=1", "-rss_limit_mb=0", "-timeout=10", CORPUS])
            .env("TWINHEAP_PLANTED", bug)
            .current_dir(&folder)
            .stdin(Stdio::null())
            .output()?;
        let elapsed = start.elapsed();
        let bytes = fs::read(&artifact).ok().filter(|_| !output.status.success());
        fs::remove_dir_all(&folder)?;
        let finding = bytes.map(|bytes| {
            let program = Program::from_bytes(&bytes).to_string();
            Finding { program, shrunk: None }
        });
        Ok(Run { executions: executions(&output)?, elapsed, finding })
    }
}

/// Among the final statistics: `stat::number_of_executed_units: 123`.
fn executions(output: &Output) -> Result<u64, Failure> {
    let text = String::from_utf8_lossy(&output.stderr);
    let count = text.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    count.and_then(|count| count.trim().parse().ok()).ok_or_else(|| {
        let end: Vec<&str> = text.lines().rev().take(5).collect();
        Failure::new(format_args!("the fuzzer ended without its statistics: {end:?}"))
    })
}
