//! quickcheck: values made by our sources, and made smaller by our searches.

use std::cell::RefCell;
use std::path::PathBuf;
use std::thread;
use std::vec;

use quickcheck::{Arbitrary, Gen};

use super::{Cases, Search, TestCases};
use crate::blocks::{self, BlockProgram};
use crate::program::Program;
use crate::shrink;
use crate::source::{self, Options};

/// Lets the cases of the test on this thread be kept in that folder. It is to be called before the test is run.
pub fn keep_in(folder: impl Into<PathBuf>) {
    let cases = Cases::in_folder(folder);
    TEST.with_borrow_mut(|test| *test = Some(Test::on_this_thread(&cases)));
}

/// The test on this thread.
struct Test {
    cases: TestCases,
    /// What is left of its cases.
    kept: vec::IntoIter<Program>,
}

thread_local! {
    static TEST: RefCell<Option<Test>> = const { RefCell::new(None) };
}

impl Test {
    /// quickcheck does not say for which test it runs, but each has a thread of its own, which is named after it.
    ///
    /// # Panics
    /// If its cases cannot be read.
    fn on_this_thread(cases: &Cases) -> Self {
        let cases = cases.of(thread::current().name().unwrap_or("unnamed"));
        let kept = cases.read().unwrap_or_else(|error| panic!("{error}")).into_iter();
        Self { cases, kept }
    }

    fn with<T>(ask: impl FnOnce(&mut Self) -> T) -> T {
        TEST.with_borrow_mut(|test| {
            ask(test.get_or_insert_with(|| Self::on_this_thread(&Cases::default())))
        })
    }
}

/// How many times a program's number of steps a generator's size is: those of the default size are as long as elsewhere.
const SIZE_TO_STEPS: usize = 3;

/// About a third as many steps as the generator's size. Those come first with which the test failed before.
impl Arbitrary for Program {
    fn arbitrary(g: &mut Gen) -> Self {
        if let Some(kept) = Test::with(|test| test.kept.next()) {
            return kept;
        }
        let steps = u32::try_from(g.size().div_ceil(SIZE_TO_STEPS)).unwrap_or(u32::MAX);
        let options = Options { steps, ..Options::default() };
        // Of one number quickcheck makes an extreme one too often.
        source::program(u64::arbitrary(g), u64::arbitrary(g), &options).normalized()
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        Box::new(SmallerPrograms {
            smaller: Smaller(shrink::Search::new(self.clone())),
            is_kept: false,
        })
    }
}

impl Arbitrary for BlockProgram {
    fn arbitrary(g: &mut Gen) -> Self {
        super::calls(u64::arbitrary(g) ^ u64::arbitrary(g).rotate_left(32))
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        Box::new(Smaller(blocks::Search::new(self.clone())))
    }
}

/// What is smaller than a value that fails. quickcheck asks for the next if the one before did not fail; for one that did it
/// begins anew.
struct Smaller<S>(S);

impl<S: Search> Iterator for Smaller<S> {
    type Item = S::Value;

    fn next(&mut self) -> Option<S::Value> {
        self.0.candidate().cloned()
    }
}

/// What is smaller than a program that fails. If none of it does, the program is kept.
struct SmallerPrograms {
    smaller: Smaller<shrink::Search>,
    is_kept: bool,
}

impl Iterator for SmallerPrograms {
    type Item = Program;

    fn next(&mut self) -> Option<Program> {
        let next = self.smaller.next();
        if next.is_none() && !self.is_kept {
            self.is_kept = true;
            let program = self.smaller.0.best();
            let said = Test::with(|test| test.cases.keep_and_say(program));
            // quickcheck does not show what failed at once.
            eprintln!("{said}\n\n{program}");
        }
        next
    }
}
