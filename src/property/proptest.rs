//! proptest: strategies whose values are made smaller by our searches.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::vec;

use proptest::arbitrary::{Arbitrary, any};
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::{Config, FailurePersistence, PersistedSeed, Reason, TestRunner};

use super::{Cases, Search, TestCases};
use crate::blocks::{self, BlockProgram};
use crate::program::Program;
use crate::shrink::{self, EXECUTIONS_MAX};
use crate::source::{self, Options};

/// proptest's default configuration, but that failures are kept as programs alone and not as seeds as well, and that shrinking
/// may take as many runs as it does elsewhere.
#[must_use]
pub fn config() -> Config {
    Config {
        failure_persistence: Some(Box::new(Cases::default())),
        max_shrink_iters: u32::try_from(EXECUTIONS_MAX).unwrap_or(u32::MAX),
        ..Config::default()
    }
}

/// Random programs, in normal form, those first with which the test failed before.
#[must_use]
pub fn programs(options: Options) -> Programs {
    Programs { options, kept: Arc::default() }
}

/// Random programs; see [`programs`].
#[derive(Debug, Clone)]
pub struct Programs {
    options: Options,
    /// What is left of the cases of the test, once they were read.
    kept: Arc<Mutex<Option<vec::IntoIter<Program>>>>,
}

impl Programs {
    fn next_kept(&self, cases: Option<&TestCases>) -> io::Result<Option<Program>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_mut() {
            return Ok(kept.next());
        }
        let programs = cases.map_or_else(|| Ok(Vec::new()), TestCases::read)?;
        Ok(kept.insert(programs.into_iter()).next())
    }
}

impl Strategy for Programs {
    type Tree = ProgramTree;
    type Value = Program;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let cases = cases(runner.config());
        let kept =
            self.next_kept(cases.as_ref()).map_err(|error| Reason::from(error.to_string()))?;
        let program = match kept {
            Some(program) => program,
            None => source::program(seed(runner)?, 0, &self.options).normalized(),
        };
        Ok(ProgramTree { tree: Tree::new(shrink::Search::new(program)), cases })
    }
}

impl Arbitrary for Program {
    type Parameters = Options;
    type Strategy = Programs;

    fn arbitrary_with(options: Options) -> Programs {
        programs(options)
    }
}

/// Random calls of an allocator.
#[derive(Debug, Clone, Copy, Default)]
pub struct Calls;

impl Strategy for Calls {
    type Tree = Tree<blocks::Search>;
    type Value = BlockProgram;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        Ok(Tree::new(blocks::Search::new(super::calls(seed(runner)?))))
    }
}

impl Arbitrary for BlockProgram {
    type Parameters = ();
    type Strategy = Calls;

    fn arbitrary_with((): ()) -> Calls {
        Calls
    }
}

/// Drawn from the runner's generator, so that the runner's seed says which values there are.
fn seed(runner: &mut TestRunner) -> Result<u64, Reason> {
    Ok(any::<u64>().new_tree(runner)?.current())
}

/// The cases of the test that is run: where the configuration says so, else where they are by default. None if it keeps
/// nothing, or if nobody says which test it is, as `proptest!` does.
fn cases(config: &Config) -> Option<TestCases> {
    let persistence = config.failure_persistence.as_ref()?;
    let cases = persistence.as_any().downcast_ref::<Cases>().cloned().unwrap_or_default();
    let (_, test) = config.test_name?.split_once("::")?;
    Some(cases.of(test))
}

/// No seeds are kept: the programs are, by the strategy, which has them.
impl FailurePersistence for Cases {
    fn load_persisted_failures2(&self, _: Option<&'static str>) -> Vec<PersistedSeed> {
        Vec::new()
    }

    fn save_persisted_failure2(
        &mut self,
        _: Option<&'static str>,
        _: PersistedSeed,
        _: &dyn fmt::Debug,
    ) {
    }

    fn box_clone(&self) -> Box<dyn FailurePersistence> {
        Box::new(self.clone())
    }

    fn eq(&self, other: &dyn FailurePersistence) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A value, and the search for a smaller one: the runner says what becomes of each by what it asks for next.
#[derive(Debug)]
pub struct Tree<S: Search> {
    search: S,
    /// What the search gave out last, if there is no verdict on it.
    candidate: Option<S::Value>,
    /// Whether the runner has had a look at the candidate.
    is_seen: Cell<bool>,
    has_failed: bool,
}

impl<S: Search> Tree<S> {
    fn new(search: S) -> Self {
        Self { search, candidate: None, is_seen: Cell::new(false), has_failed: false }
    }

    fn ask(&mut self) -> bool {
        self.candidate = self.search.candidate().cloned();
        self.is_seen.set(false);
        self.candidate.is_some()
    }
}

impl<S: Search> ValueTree for Tree<S> {
    type Value = S::Value;

    fn current(&self) -> S::Value {
        self.is_seen.set(true);
        self.candidate.as_ref().unwrap_or(self.search.best()).clone()
    }

    /// The current value failed.
    fn simplify(&mut self) -> bool {
        self.has_failed = true;
        if self.candidate.take().is_some() {
            self.search.adopt();
        }
        self.ask()
    }

    /// The current value did not fail. Once there is no other one, it is the best one again. So it is if nobody has looked at the
    /// candidate, which therefore was not tried: the runner has had enough, and goes back to the last value that failed.
    fn complicate(&mut self) -> bool {
        let was_candidate = self.candidate.take().is_some();
        if was_candidate && self.is_seen.get() {
            self.ask();
        }
        was_candidate
    }
}

/// A program, and the search for a smaller one. Once that is over, the program is kept if it failed.
#[derive(Debug)]
pub struct ProgramTree {
    tree: Tree<shrink::Search>,
    cases: Option<TestCases>,
}

impl ValueTree for ProgramTree {
    type Value = Program;

    fn current(&self) -> Program {
        self.tree.current()
    }

    fn simplify(&mut self) -> bool {
        self.tree.simplify()
    }

    fn complicate(&mut self) -> bool {
        self.tree.complicate()
    }
}

impl Drop for ProgramTree {
    fn drop(&mut self) {
        if let Some(cases) = &self.cases
            && self.tree.has_failed
        {
            eprintln!("{}", cases.keep_and_say(self.tree.search.best()));
        }
    }
}
