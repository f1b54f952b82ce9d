//! One entrant of a heat: its process, and what it has answered.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::de::DeserializeOwned;

use super::{Course, Entrant, Result};
use crate::Answer;
use crate::worker::{Hello, Job};

/// An entrant that takes part until something goes wrong.
pub(super) struct Running {
    command: Command,
    name: String,
    fresh: bool,
    process: Option<Process>,
    result: Result,
    note: String,
}

/// A worker that is ready.
struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Running {
    pub(super) fn new(course: &Course, entrant: &Entrant, job: Job, fresh: bool) -> Self {
        let Entrant { on_mimalloc, name, .. } = entrant;
        let workers = &course.workers;
        let program = if *on_mimalloc { &workers.mimalloc } else { &workers.system };
        let assignment = course.assignment(entrant, job);
        let mut command = Command::new(program);
        command.arg(serde_json::to_string(&assignment).expect("it is plain data"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let (name, note) = (name.clone(), String::new());
        Self { command, name, fresh, process: None, result: Ok(Vec::new()), note }
    }

    /// Has a round done, in a new process if there is none.
    pub(super) fn round(&mut self) {
        let Ok(answers) = &mut self.result else { return };
        match Self::ask(&mut self.process, &mut self.command, &mut self.note) {
            Ok(answer) => answers.push(answer),
            Err(reason) => self.result = Err(reason),
        }
        if self.fresh {
            self.process = None;
        }
    }

    /// All answers that count, and what there is to say of the peer.
    pub(super) fn finish(self) -> (Result, String) {
        let note =
            if self.note.is_empty() { self.note } else { format!("{}: {}", self.name, self.note) };
        let warm_up = usize::from(!self.fresh);
        let result = self.result.map(|answers| answers.into_iter().skip(warm_up).collect());
        (result, note)
    }

    fn ask(
        process: &mut Option<Process>,
        command: &mut Command,
        note: &mut String,
    ) -> std::result::Result<Answer, String> {
        if process.is_none() {
            let mut started = Process::start(command)?;
            match started.hear()? {
                Hello::Ready(said) => *note = said.unwrap_or_default(),
                Hello::Unavailable(reason) => return Err(reason),
            }
            *process = Some(started);
        }
        let process = process.as_mut().expect("it was started");
        // If it has died, nothing will be heard, and that says why.
        let _ = process.input.write_all(b"\n");
        process.hear()
    }
}

impl Process {
    fn start(command: &mut Command) -> std::result::Result<Self, String> {
        let mut child = command.spawn().map_err(|error| format!("does not start: {error}"))?;
        let input = child.stdin.take().expect("it is piped");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        Ok(Self { child, input, output })
    }

    /// The next message.
    fn hear<T: DeserializeOwned>(&mut self) -> std::result::Result<T, String> {
        let mut line = String::new();
        match self.output.read_line(&mut line) {
            Ok(count) if count > 0 => {
                serde_json::from_str(&line).map_err(|_| format!("said {}", line.trim()))
            }
            _ => Err(self.cause_of_death()),
        }
    }

    fn cause_of_death(&mut self) -> String {
        let mut said = String::new();
        if let Some(mut errors) = self.child.stderr.take() {
            // What is not text is not a reason.
            let _ = errors.read_to_string(&mut said);
        }
        if said.contains("overflowed its stack") {
            return "overflows its stack".to_owned();
        }
        let status = self.child.wait().map_or_else(|error| error.to_string(), |it| it.to_string());
        let first = said.lines().find(|line| !line.is_empty()).unwrap_or_default();
        format!("dies, {status} {first}").trim().to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has nothing to lose, and may have gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
