//! A worker that a test speaks with.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::de::DeserializeOwned;
use twinheap_peers::Answer;
use twinheap_peers::effort::Effort;
use twinheap_peers::worker::{Assignment, Hello, Job};

pub(crate) struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Worker {
    /// Starts one, or says why the peer stays away.
    pub(crate) fn start(peer: &str, job: Job, effort: Effort) -> Result<Self, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_worker"));
        Self::run(command.arg(assignment(peer, job, effort)))
    }

    /// Starts one whose stack has so many kilobytes.
    pub(crate) fn with_stack(peer: &str, job: Job, kilobytes: &str) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -s $0 && exec $1 \"$2\"", kilobytes]);
        command.args([env!("CARGO_BIN_EXE_worker"), &assignment(peer, job, Effort::Full)]);
        Self::run(&mut command).expect("the peer takes part")
    }

    /// Has a round done.
    pub(crate) fn round(&mut self) -> Answer {
        self.input.write_all(b"\n").expect("the worker listens");
        self.hear()
    }

    /// How much of its memory is resident.
    pub(crate) fn resident_bytes(&self) -> usize {
        let statm = fs::read_to_string(format!("/proc/{}/statm", self.child.id()));
        let statm = statm.expect("the system tells");
        let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
        pages.expect("the second number is resident pages") * 4096
    }

    fn run(command: &mut Command) -> Result<Self, String> {
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("the worker was built");
        let input = child.stdin.take().expect("it is piped");
        let output = child.stdout.take().expect("it is piped");
        let mut worker = Self { child, input, output: BufReader::new(output) };
        match worker.hear() {
            Hello::Ready(_) => Ok(worker),
            Hello::Unavailable(reason) => Err(reason),
        }
    }

    fn hear<T: DeserializeOwned>(&mut self) -> T {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the worker says text");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("the worker said {line:?}"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A test that fails because the worker has died says so already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn assignment(peer: &str, job: Job, effort: Effort) -> String {
    let assignment = Assignment { peer: peer.to_owned(), job, effort, python: None };
    serde_json::to_string(&assignment).expect("it is plain data")
}
