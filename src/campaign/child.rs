//! A worker process, as the campaign sees it: it answers, or it is gone and the fate of the process says why.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::message::{Reply, Request, Setting};
use crate::lockstep::DivergenceKind;

/// How much of a worker's standard error is kept.
const LAST_WORDS_BYTES: usize = 2_000;

/// Makes the command that runs a worker.
pub type Spawn = dyn Fn() -> Command + Sync;

/// A running worker.
#[derive(Debug)]
pub(super) struct WorkerProcess {
    process: Child,
    input: ChildStdin,
    replies: Receiver<String>,
    last_words: Receiver<String>,
}

/// Why a worker did not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fate {
    pub(super) kind: DivergenceKind,
    /// `signal 6`, `exit status 3`, `no answer within 10s`.
    pub(super) cause: String,
    /// The end of what it wrote to standard error.
    pub(super) last_words: String,
}

impl WorkerProcess {
    pub(super) fn start(spawn: &Spawn, setting: &Setting) -> io::Result<Self> {
        let mut command = spawn();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn()?;
        let missing = || io::Error::other("a worker without pipes");
        let mut input = process.stdin.take().ok_or_else(missing)?;
        let replies = read_lines(process.stdout.take().ok_or_else(missing)?);
        let last_words = read_last_words(process.stderr.take().ok_or_else(missing)?);
        // If it is gone already, the first request tells.
        _ = send(&mut input, setting);
        Ok(Self { process, input, replies, last_words })
    }

    /// Asks, and waits for the answer no longer than `silence_max`. After an error the worker is gone.
    pub(super) fn ask(&mut self, request: &Request, silence_max: Duration) -> Result<Reply, Fate> {
        if send(&mut self.input, request).is_err() {
            return Err(self.ended());
        }
        match self.replies.recv_timeout(silence_max) {
            Ok(line) => serde_json::from_str(&line).map_err(|error| Fate {
                kind: DivergenceKind::Exit,
                cause: format!("an answer that is none: {error}"),
                last_words: line,
            }),
            Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
            Err(RecvTimeoutError::Timeout) => {
                _ = self.process.kill();
                let last_words = self.ended().last_words;
                let cause = format!("no answer within {silence_max:?}");
                Err(Fate { kind: DivergenceKind::Hang, cause, last_words })
            }
        }
    }

    /// Waits for the process, whose pipes are closed or which was killed.
    fn ended(&mut self) -> Fate {
        let last_words = self.last_words.recv().unwrap_or_default();
        match self.process.wait() {
            Ok(status) => Fate { kind: kind(status), cause: cause(status), last_words },
            Err(error) => Fate { kind: DivergenceKind::Exit, cause: error.to_string(), last_words },
        }
    }
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        // A worker ends when its input does, but one that hangs would not.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

fn send(input: &mut ChildStdin, value: &impl serde::Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    input.write_all(&line)?;
    input.flush()
}

fn read_lines(output: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            let Ok(line) = line else { return };
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Reads to the end, so that the worker never waits for us, and keeps the last bytes.
fn read_last_words(mut errors: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut kept = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = errors.read(&mut buffer) {
            kept.extend_from_slice(&buffer[..read]);
            let surplus = kept.len().saturating_sub(LAST_WORDS_BYTES);
            kept.drain(..surplus);
        }
        _ = sender.send(String::from_utf8_lossy(&kept).trim().to_owned());
    });
    receiver
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

fn kind(status: ExitStatus) -> DivergenceKind {
    if signal(status).is_some() { DivergenceKind::Signal } else { DivergenceKind::Exit }
}

fn cause(status: ExitStatus) -> String {
    match (signal(status), status.code()) {
        (Some(signal), _) => match signal_name(signal) {
            Some(name) => format!("signal {signal} ({name})"),
            None => format!("signal {signal}"),
        },
        (None, Some(code)) => format!("exit status {code}"),
        (None, None) => status.to_string(),
    }
}

/// The signals that end a process whose memory is in disorder.
fn signal_name(signal: i32) -> Option<&'static str> {
    match signal {
        4 => Some("illegal instruction"),
        6 => Some("abort"),
        7 => Some("bus error"),
        8 => Some("arithmetic error"),
        9 => Some("killed, perhaps out of memory"),
        11 => Some("segmentation fault"),
        _ => None,
    }
}
