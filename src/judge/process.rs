//! The process in which an interpreter runs `worker.py`.

use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::frame::Reply;

const WORKER: &str = include_str!("worker.py");

/// An interpreter running the worker; killed when dropped.
#[derive(Debug)]
pub(super) struct Worker {
    process: Child,
    input: ChildStdin,
    /// Filled by a thread of its own, so that waiting can time out; closed at the end of the worker's output.
    messages: Receiver<Message>,
    count_of_one_name: u32,
}

#[derive(Debug)]
enum Message {
    Greeting(u32),
    Reply(Reply),
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// None came in time.
    Silent,
    /// The worker's output ended.
    Ended,
    /// It is not the answer that was due.
    Garbled,
}

impl Worker {
    /// Starts the worker; [`Self::greet`] has to follow.
    pub(super) fn start(interpreter: &Path) -> io::Result<Self> {
        let mut process = Command::new(interpreter)
            .args(["-I", "-S", "-B", "-c", WORKER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let input = process.stdin.take().expect("standard input was piped above");
        let output = process.stdout.take().expect("standard output was piped above");
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut message = read_word(&mut output).map(Message::Greeting);
            while let Ok(read) = message {
                if sender.send(read).is_err() {
                    break;
                }
                message = read_reply(&mut output).map(Message::Reply);
            }
        });
        Ok(Self { process, input, messages, count_of_one_name: 0 })
    }

    /// Waits until the worker is ready.
    pub(super) fn greet(&mut self, timeout: Duration) -> Result<(), Stop> {
        match self.message(timeout)? {
            Message::Greeting(count) => self.count_of_one_name = count,
            Message::Reply(_) => return Err(Stop::Garbled),
        }
        Ok(())
    }

    /// What `sys.getrefcount` reads in the worker for an object with one name.
    pub(super) fn count_of_one_name(&self) -> u32 {
        self.count_of_one_name
    }

    /// Sends a frame. The worker reads it whole before it runs anything, so this waits for no program.
    pub(super) fn send(&mut self, frame: &[u8]) -> Result<(), Stop> {
        self.input.write_all(frame).map_err(|_| Stop::Ended)
    }

    /// Waits for the next reply.
    pub(super) fn receive(&mut self, timeout: Duration) -> Result<Reply, Stop> {
        match self.message(timeout)? {
            Message::Reply(reply) => Ok(reply),
            Message::Greeting(_) => Err(Stop::Garbled),
        }
    }

    /// How the process ended and its last line on standard error. To be called when its output has ended.
    pub(super) fn last_words(&mut self) -> String {
        let status = match self.process.wait() {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        };
        let mut said = Vec::new();
        if let Some(mut errors) = self.process.stderr.take() {
            // What could be read is kept; there is nobody to tell about the rest.
            let _ = errors.read_to_end(&mut said);
        }
        match String::from_utf8_lossy(&said).lines().last() {
            Some(line) => format!("{status}, {line}"),
            None => status,
        }
    }

    /// Ends the process, if it has not ended.
    pub(super) fn kill(&mut self) {
        // Both fail only if the process has been waited for.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    fn message(&self, timeout: Duration) -> Result<Message, Stop> {
        self.messages.recv_timeout(timeout).map_err(|error| match error {
            RecvTimeoutError::Timeout => Stop::Silent,
            RecvTimeoutError::Disconnected => Stop::Ended,
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
    }
}

fn read_reply(output: &mut impl Read) -> io::Result<Reply> {
    let (words, text) = (read_word(output)?, read_word(output)?);
    Ok(Reply { words: read_bytes(output, words)?, text: read_bytes(output, text)? })
}

fn read_word(output: &mut impl Read) -> io::Result<u32> {
    let mut word = [0; 4];
    output.read_exact(&mut word)?;
    Ok(u32::from_ne_bytes(word))
}

fn read_bytes(output: &mut impl Read, count: u32) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    output.take(count.into()).read_to_end(&mut bytes)?;
    Ok(bytes)
}
