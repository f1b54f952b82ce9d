//! The other side of a race: a process that does rounds of one workload for one peer, when it is told to.
//!
//! It is started with an [`Assignment`] as JSON. It says whether it is ready in one line ([`Hello`]); then it answers each line
//! that it is sent with what a round came to ([`Answer`](crate::Answer)), until there are no more.

use std::io::{self, BufRead, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;
use std::{env, process};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde::{Deserialize, Serialize};

use crate::effort::Effort;
use crate::python::Library;
use crate::{Round, Unavailable, alloc, gc, python};

/// What a worker is for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Assignment {
    /// The peer, by name.
    pub peer: String,
    /// What it does.
    pub job: Job,
    /// How much of it.
    pub effort: Effort,
    /// The interpreter whose library is CPython, or whatever is found.
    pub python: Option<PathBuf>,
}

/// What a peer does.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Job {
    /// An allocator.
    Alloc(alloc::Task),
    /// A collector.
    Gc(gc::Task),
}

/// What a worker says first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Hello {
    /// It can be told to do rounds. What there is to say of the peer, such as its version.
    Ready(Option<String>),
    /// It cannot.
    Unavailable(String),
}

impl Assignment {
    /// The rounds.
    ///
    /// # Errors
    /// The peer is not known, not on this machine, or cannot do that.
    pub fn start(&self) -> Result<Round, Unavailable> {
        let unknown = || Unavailable(format!("there is no peer {}", self.peer));
        match self.job {
            Job::Alloc(task) => {
                let peer = alloc::PEERS.iter().find(|peer| peer.name == self.peer);
                peer.ok_or_else(unknown)?.start(task, self.effort)
            }
            Job::Gc(task) => {
                let peer = gc::PEERS.iter().find(|peer| peer.name == self.peer);
                peer.ok_or_else(unknown)?.start(task, self.effort)
            }
        }
    }
}

/// How much stack a collector may use. Some recurse over the graph: they get figures all the same, and it is seen in the
/// chains and rings how deep they get with the stack that every program has.
const STACK_BYTES: u64 = 1 << 30;

impl Job {
    /// Whether it is to be done with the stack that every program has.
    fn has_ordinary_stack(self) -> bool {
        matches!(self, Self::Alloc(_) | Self::Gc(gc::Task::Chain(_) | gc::Task::Ring(_)))
    }
}

/// The whole program. It exits without tearing anything down.
///
/// # Panics
/// If whoever started it does not keep to the protocol.
pub fn main() -> ! {
    let assignment = env::args().nth(1).expect("a race starts this program: see the README");
    let assignment: Assignment = serde_json::from_str(&assignment).expect("it is an assignment");
    if !assignment.job.has_ordinary_stack() {
        enlarge_stack();
    }
    if let Some(interpreter) = &assignment.python {
        python::choose(interpreter.clone());
    }
    match assignment.start() {
        Ok(round) => serve(round),
        Err(Unavailable(reason)) => say(&Hello::Unavailable(reason)),
    }
    process::exit(0)
}

/// Starts the program over with a larger stack, if that is allowed and it is not yet so large: the stack of the main thread
/// can grow as far as the limit was when the program started.
fn enlarge_stack() {
    let limit = getrlimit(Resource::Stack);
    let is_small = limit.current.is_some_and(|bytes| bytes < STACK_BYTES);
    let larger = Rlimit { current: Some(STACK_BYTES), ..limit };
    if is_small && setrlimit(Resource::Stack, larger).is_ok() {
        let arguments: Vec<_> = env::args_os().collect();
        let error = Command::new(&arguments[0]).args(&arguments[1..]).exec();
        eprintln!("with the ordinary stack: {error}");
    }
}

fn serve(mut round: Round) {
    say(&Hello::Ready(Library::note()));
    for line in io::stdin().lock().lines() {
        line.expect("what asks for a round is text");
        say(&round());
    }
}

fn say(message: &impl Serialize) {
    let line = serde_json::to_string(message).expect("messages are plain data");
    let mut output = io::stdout().lock();
    // Who does not listen any more will not ask again.
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}
