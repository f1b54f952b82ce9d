//! Errors that a client of the allocator can make, each committed on purpose: every one is found, with blocks in pools and
//! with blocks of the system.
//!
//! In an ordinary build the allocator's own checks find them. In a build for AddressSanitizer, each access that is an error is
//! made in a process of its own, which the sanitizer has to end; and valgrind, if it is there, has to find errors with nothing
//! else that checks. This test is an executable of its own because it is also that process.

#![expect(unsafe_code, reason = "the errors are what safe code cannot make")]

use std::env;
use std::panic::{self, AssertUnwindSafe};
use std::process::{Command, ExitCode};
use std::ptr::{self, NonNull};

use twinheap_impl::alloc::{Allocator, Backing, Checking, Geometry, Guards, POOL_ALIGN_BYTES};

/// What a block is asked for: not all that its class has.
const BYTES: usize = 24;
/// What a block is asked for that no class has.
const LARGE_BYTES: usize = 600;
/// How many freed blocks are kept.
const QUARANTINE: usize = 4;
const CHECKING: Checking = Checking::Full(Guards {
    redzone_bytes: 16,
    quarantine_blocks: QUARANTINE,
    quarantine_bytes: 1 << 20,
});
/// What new and freed blocks are filled with, as in CPython's debug allocator.
const FRESH: u8 = 0xCD;
const POISON: u8 = 0xDD;
/// The status with which valgrind ends a process in which it found something.
const FOUND_BY_VALGRIND: i32 = 99;

/// An error.
struct Mistake {
    name: &'static str,
    /// Commits it; answers the byte that was read, if one was.
    commit: fn(&mut Client) -> Option<u8>,
    /// How the allocator's checks find it, with pools and with the system.
    signs: [Sign; 2],
    tools: Tools,
}

/// How an error comes to light.
#[derive(Debug, Clone, Copy)]
enum Sign {
    /// The allocator panics while the error is committed; a part of the message.
    AtOnce(&'static str),
    /// [`Allocator::check`] names this invariant; where nobody calls it, the allocator panics with this message when the
    /// client's blocks are freed or their memory is used again.
    AtTheNextCheck(&'static str, &'static str),
    /// What is read is the byte that only memory has which is not to be read.
    InContents(u8),
    /// So many blocks and bytes are left at the end.
    AtTheEnd(usize, usize),
}

/// Which tools find an error by themselves.
#[derive(Clone, Copy)]
struct Tools {
    address_sanitizer: bool,
    /// In blocks of the system.
    valgrind: bool,
}

const BOTH: Tools = Tools { address_sanitizer: true, valgrind: true };
const SANITIZER: Tools = Tools { address_sanitizer: true, valgrind: false };
const VALGRIND: Tools = Tools { address_sanitizer: false, valgrind: true };
const NEITHER: Tools = Tools { address_sanitizer: false, valgrind: false };

const AROUND: Sign = Sign::AtTheNextCheck("alloc 16", "memory around a block was written to");
const AFTER_FREE: Sign = Sign::AtTheNextCheck("alloc 17", "a freed block was written to");

const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "overflow by one byte",
        commit: |client| client.write(BYTES.cast_signed(), 1),
        signs: [AROUND; 2],
        tools: BOTH,
    },
    Mistake {
        name: "underflow by one byte",
        commit: |client| client.write(-1, 1),
        signs: [AROUND; 2],
        tools: SANITIZER,
    },
    Mistake {
        name: "overflow of a large block by one byte",
        commit: |client| {
            client.resize(LARGE_BYTES);
            client.write(LARGE_BYTES.cast_signed(), 1)
        },
        signs: [AROUND; 2],
        tools: BOTH,
    },
    Mistake {
        name: "overflow of a block that shrank within its class",
        commit: |client| {
            client.resize(BYTES - 1);
            client.write(BYTES.cast_signed() - 1, 1)
        },
        signs: [AROUND; 2],
        tools: BOTH,
    },
    Mistake {
        name: "write to the first word of a freed block",
        commit: |client| {
            client.free(client.bytes);
            client.write(0, 8)
        },
        signs: [AFTER_FREE; 2],
        tools: BOTH,
    },
    Mistake {
        name: "write to the second word of a freed block",
        commit: |client| {
            client.free(client.bytes);
            client.write(8, 8)
        },
        signs: [AFTER_FREE; 2],
        tools: BOTH,
    },
    Mistake {
        name: "read of a freed block",
        commit: |client| {
            client.free(client.bytes);
            client.read(0)
        },
        signs: [Sign::InContents(POISON); 2],
        tools: BOTH,
    },
    Mistake {
        name: "link of a freed block overwritten",
        commit: |client| {
            client.free(client.bytes);
            // In a pool it is on the free list once it is out of the quarantine, and starts with the link. The system's is no
            // memory of ours any more by then.
            if client.backing == Backing::Pooled {
                client.use_again(QUARANTINE);
            }
            client.write(-16, 8)
        },
        signs: [
            Sign::AtTheNextCheck("alloc 3", "the link to a free block was written to"),
            AFTER_FREE,
        ],
        tools: BOTH,
    },
    Mistake {
        name: "read of a new block",
        commit: |client| client.read(0),
        signs: [Sign::InContents(FRESH); 2],
        tools: VALGRIND,
    },
    Mistake {
        name: "header overwritten",
        commit: |client| {
            let slot = client.block.addr().get() & !(POOL_ALIGN_BYTES - 1);
            client.write(slot.cast_signed() - client.block.addr().get().cast_signed(), 8)
        },
        signs: [
            Sign::AtTheNextCheck("alloc 1", "of another allocator"),
            Sign::AtTheNextCheck("alloc 12", "of another allocator"),
        ],
        tools: NEITHER,
    },
    Mistake {
        name: "freed twice",
        commit: |client| {
            client.free(client.bytes);
            client.free(client.bytes)
        },
        signs: [Sign::AtOnce("a block was freed twice"); 2],
        tools: VALGRIND,
    },
    Mistake {
        name: "freed with the size of another class",
        commit: |client| client.free(2 * BYTES),
        signs: [
            Sign::AtOnce("a block of class of 64 bytes was freed as one of class of 80 bytes"),
            Sign::AtOnce("a block of 24 bytes was freed as one of 48"),
        ],
        tools: NEITHER,
    },
    Mistake {
        name: "freed with another size of the same class",
        commit: |client| client.free(BYTES - 4),
        signs: [Sign::AtOnce("a block of 24 bytes was freed as one of 20"); 2],
        tools: NEITHER,
    },
    Mistake {
        name: "freed from its middle",
        commit: |client| {
            // SAFETY: the offset lies in the block.
            client.block = unsafe { client.block.add(16) };
            client.free(client.bytes)
        },
        signs: [Sign::AtOnce("what was freed is not the start of a block"); 2],
        tools: NEITHER,
    },
    Mistake {
        name: "freed by another allocator",
        commit: |client| {
            let owner = ptr::without_provenance(16);
            let mut other = Allocator::new(Geometry::TINY, client.backing, CHECKING, owner);
            std::mem::swap(&mut other, &mut client.allocator);
            client.free(client.bytes)
        },
        signs: [Sign::AtOnce("a block of another allocator was freed"); 2],
        tools: NEITHER,
    },
    Mistake {
        name: "never freed",
        commit: |client| {
            client.is_freed = true;
            None
        },
        signs: [Sign::AtTheEnd(1, BYTES); 2],
        tools: VALGRIND,
    },
];

/// A client of an allocator, with a block.
struct Client {
    allocator: Allocator,
    backing: Backing,
    block: NonNull<u8>,
    /// How many bytes the block was asked for.
    bytes: usize,
    /// Whether it has given its block back, or thinks so.
    is_freed: bool,
}

impl Client {
    fn new(backing: Backing, checking: Checking) -> Self {
        let mut allocator = Allocator::new(Geometry::TINY, backing, checking, ptr::null());
        let block = allocator.allocate(BYTES).expect("there is memory");
        Self { allocator, backing, block, bytes: BYTES, is_freed: false }
    }

    /// Writes so many bytes at an offset from its block.
    fn write(&mut self, offset: isize, bytes: usize) -> Option<u8> {
        // SAFETY: it is not, which is what all this is about. Without a tool that ends the process at once, the allocator has
        // memory there.
        let place = unsafe { self.block.offset(offset) };
        for offset in 0..bytes {
            // SAFETY: the same.
            let byte = unsafe { place.add(offset) };
            // SAFETY: the same. It is not left out because nobody reads it.
            unsafe { byte.write_volatile(7) };
        }
        None
    }

    /// Reads a byte of its block, and does something that depends on it.
    fn read(&mut self, offset: usize) -> Option<u8> {
        // SAFETY: the offset lies in the block.
        let place = unsafe { self.block.add(offset) };
        // SAFETY: it may not be read, which is what this is about; the memory is there.
        let byte = unsafe { place.read_volatile() };
        if byte == 7 {
            println!("a seven was read");
        }
        Some(byte)
    }

    fn resize(&mut self, bytes: usize) {
        // SAFETY: the block is in use, of that size, and forgotten if it is moved.
        let moved = unsafe { self.allocator.reallocate(self.block, self.bytes, bytes) };
        self.block = moved.expect("there is memory");
        self.bytes = bytes;
    }

    /// Frees its block as one of so many bytes.
    fn free(&mut self, bytes: usize) -> Option<u8> {
        self.is_freed = true;
        // SAFETY: perhaps it is not; the allocator finds out by headers, which are there.
        unsafe { self.allocator.deallocate(self.block, bytes) };
        None
    }

    /// Takes so many blocks of the same size, and frees them.
    fn use_again(&mut self, blocks: usize) {
        let take = |_| self.allocator.allocate(BYTES).expect("there is memory");
        let blocks: Vec<_> = (0..blocks).map(take).collect();
        for block in blocks {
            // SAFETY: the block was just taken with this size.
            unsafe { self.allocator.deallocate(block, BYTES) };
        }
    }

    /// Uses memory again, and gives back what it has.
    fn end(&mut self) {
        if !self.is_freed {
            self.free(self.bytes);
        }
        self.use_again(QUARANTINE + 2);
    }
}

/// The message of a panic of `action`, if it does.
fn panic_of<T>(action: impl FnOnce() -> T) -> Result<T, String> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(AssertUnwindSafe(action));
    panic::set_hook(hook);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default()
    })
}

/// Asserts that the allocator's own checks find the error.
fn assert_found(mistake: &Mistake, backing: Backing, sign: Sign) {
    let place = format!("{}, {backing:?}", mistake.name);
    // What is broken can't be taken apart: it is forgotten.
    let client = || std::mem::ManuallyDrop::new(Client::new(backing, CHECKING));
    let mut first = client();
    let committed = panic_of(|| (mistake.commit)(&mut first));
    match sign {
        Sign::AtOnce(message) => assert_panicked(&place, committed.map(drop), message),
        Sign::AtTheNextCheck(invariant, message) => {
            assert_eq!(committed, Ok(None), "{place}");
            let violation = first.allocator.check().expect_err(&place);
            assert_eq!(violation.invariant, invariant, "{place}: {violation}");
            let mut second = client();
            (mistake.commit)(&mut second);
            assert_panicked(&place, panic_of(|| second.end()), message);
        }
        Sign::InContents(byte) => assert_eq!(committed, Ok(Some(byte)), "{place}"),
        Sign::AtTheEnd(blocks, bytes) => {
            first.end();
            let statistics = first.allocator.statistics();
            assert_eq!((statistics.blocks_live, statistics.bytes_live), (blocks, bytes), "{place}");
        }
    }
}

fn assert_panicked(place: &str, result: Result<(), String>, message: &str) {
    let found = result.expect_err(place);
    assert!(found.contains(message), "{place}: {found}");
}

/// Commits an error in this process, and does nothing to find it.
fn commit(name: &str, backing: Backing, checking: Checking) {
    let mistake = MISTAKES.iter().find(|mistake| mistake.name == name);
    let mut client = Client::new(backing, checking);
    (mistake.expect("the name is one of an error").commit)(&mut client);
    client.end();
}

/// Commits an error in a process that `tool` runs, if one is named; answers its status and what it wrote.
fn run_child(tool: &[&str], arguments: [&str; 2]) -> (Option<i32>, String) {
    let executable = env::current_exe().expect("this is an executable");
    let mut command = match tool {
        [] => Command::new(executable),
        [tool, options @ ..] => {
            let mut command = Command::new(tool);
            command.args(options).arg(executable);
            command
        }
    };
    let output = command.args(arguments).output().expect("the process starts");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Asserts that the sanitizer ends a process in which the error is committed.
fn assert_sanitizer_finds(mistake: &Mistake, backing: &str) {
    let (status, errors) = run_child(&[], [mistake.name, backing]);
    let is_found = errors.contains("ERROR: AddressSanitizer");
    assert!(is_found, "{}, {backing}: status {status:?}\n{errors}", mistake.name);
}

/// Asserts that valgrind finds the error in a plain block of the system.
fn assert_valgrind_finds(mistake: &Mistake) {
    let status = format!("--error-exitcode={FOUND_BY_VALGRIND}");
    let leaks = ["--leak-check=full", "--errors-for-leak-kinds=definite"];
    let tool = ["valgrind", "-q", &status, leaks[0], leaks[1]];
    let (status, errors) = run_child(&tool, [mistake.name, "plain"]);
    assert_eq!(status, Some(FOUND_BY_VALGRIND), "{}: {errors}", mistake.name);
}

fn test_all() {
    let has_valgrind = Command::new("valgrind").arg("--version").output().is_ok() && !cfg!(asan);
    for mistake in MISTAKES {
        println!("{}", mistake.name);
        if cfg!(asan) && mistake.tools.address_sanitizer {
            for backing in ["pooled", "system"] {
                assert_sanitizer_finds(mistake, backing);
            }
        } else {
            assert_found(mistake, Backing::Pooled, mistake.signs[0]);
            assert_found(mistake, Backing::System, mistake.signs[1]);
        }
        if has_valgrind && mistake.tools.valgrind {
            assert_valgrind_finds(mistake);
        }
    }
    let without = if has_valgrind { "" } else { ", none by valgrind" };
    println!("{} errors are found with pools and with the system{without}", MISTAKES.len());
}

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [name, "pooled"] => commit(name, Backing::Pooled, CHECKING),
        [name, "system"] => commit(name, Backing::System, CHECKING),
        [name, "plain"] => commit(name, Backing::System, Checking::Off),
        _ => test_all(),
    }
    ExitCode::SUCCESS
}
