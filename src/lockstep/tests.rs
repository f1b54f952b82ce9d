//! Lockstep over heaps that play back what a test wrote.

use std::rc::Rc;

use super::{Checking, Divergence, DivergenceKind, Lockstep, Maker, Place, Reach};
use crate::heaps::{
    CollectorState, Contract, Event, Exception, ExceptionKind, Happening, Heap, Id, Kind,
    ObjectState, Observation, Outcome, Reference, Settings, StageFact, Trace, Violation,
};
use crate::program::{Name, Program, Statement, Step};

/// What happens in a step, and the state after it.
#[derive(Debug, Clone)]
struct Scene {
    outcome: Outcome,
    trace: Trace,
    name: Reference,
    generations: [Vec<u32>; 4],
    lists: Vec<(u32, Vec<u32>)>,
    count: u32,
    panics: bool,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            outcome: Outcome::Done,
            trace: Trace::default(),
            name: Reference::Unbound,
            generations: Default::default(),
            lists: Vec::new(),
            count: 1,
            panics: false,
        }
    }
}

/// Plays back scenes: the first is the state at the start.
#[derive(Debug, Clone)]
struct Player {
    contract: Contract,
    scenes: Vec<Scene>,
    now: usize,
    left: usize,
    violation: Option<Violation>,
}

impl Default for Player {
    fn default() -> Self {
        let scenes = vec![Scene::default(), Scene::default()];
        Self { contract: Contract::FULL, scenes, now: 0, left: 0, violation: None }
    }
}

impl Heap for Player {
    fn contract(&self) -> Contract {
        self.contract
    }

    fn start(&mut self, _: &Rc<Program>, _: &Settings) {
        self.now = 0;
    }

    fn step(&mut self, index: usize, trace: &mut Trace) -> Outcome {
        self.now = index + 1;
        let scene = &self.scenes[self.now];
        assert!(!scene.panics, "the fake heap panicked at {}", self.now);
        trace.clone_from(&scene.trace);
        scene.outcome.clone()
    }

    fn observe(&self, observation: &mut Observation) {
        let scene = &self.scenes[self.now];
        observation.names([scene.name]);
        observation.collector(&CollectorState::default());
        for (number, objects) in (0..).zip(&scene.generations) {
            observation.generation(number, objects.iter().copied().map(Id));
        }
        observation.garbage([]);
        for (id, items) in &scene.lists {
            let object =
                ObjectState { id: Id(*id), kind: Kind::List, count: scene.count, finalized: false };
            observation.object(object, []);
            items.iter().for_each(|item| observation.reference(Reference::Object(Id(*item))));
        }
    }

    fn finish(&mut self, _: &mut Trace) -> usize {
        self.left
    }

    fn check(&self) -> Result<(), Violation> {
        self.violation.clone().map_or(Ok(()), Err)
    }
}

fn program(main: Vec<Step>) -> Rc<Program> {
    Rc::new(Program { names: vec!["x".to_owned()], main, ..Program::default() })
}

fn collect() -> Step {
    Step::Plain(Statement::Collect(None))
}

fn player(scene: Scene) -> Player {
    Player { scenes: vec![Scene::default(), scene], ..Player::default() }
}

fn maker(player: &Player) -> Maker {
    let player = player.clone();
    Box::new(move || Box::new(player.clone()))
}

fn run(oracle: &Player, subject: &Player) -> Result<Reach, Box<Divergence>> {
    let mut lockstep = Lockstep::new(maker(oracle), maker(subject), Checking::Steps);
    lockstep.run(&program(vec![collect()]), &Settings::default())
}

/// The kind and role of the divergence between two heaps that play these scenes.
fn differ(expected: Scene, found: Scene) -> (DivergenceKind, String) {
    let divergence = run(&player(expected), &player(found)).unwrap_err();
    assert_eq!(divergence.place, Place::Step(0));
    (divergence.signature.kind, divergence.signature.role.to_string())
}

fn same(scene: Scene) -> Result<Reach, Box<Divergence>> {
    run(&player(scene.clone()), &player(scene))
}

fn count(reach: &Reach, fact: StageFact) -> u64 {
    reach.goals.count(Happening::from(fact).anywhere())
}

fn with_events(events: &[Event]) -> Scene {
    Scene { trace: Trace { events: events.to_vec(), ..Trace::default() }, ..Scene::default() }
}

fn with_deaths(died: &[u32]) -> Scene {
    let died = died.iter().copied().map(Id).collect();
    Scene { trace: Trace { died, ..Trace::default() }, ..Scene::default() }
}

fn error(kind: ExceptionKind) -> Scene {
    let outcome = Outcome::Raised(Exception { kind, message: String::new() });
    Scene { outcome, ..Scene::default() }
}

#[test]
fn equal_heaps_agree_and_count_what_they_reached() {
    let reach = same(with_events(&[Event::Callback(Id(1)), Event::Callback(Id(2))])).unwrap();
    assert_eq!(count(&reach, StageFact::Callbacks), 1);
    assert_eq!(count(&reach, StageFact::Raised), 0);
}

#[test]
fn another_exception_is_an_outcome() {
    let (kind, role) = differ(error(ExceptionKind::KeyError), error(ExceptionKind::IndexError));
    assert_eq!((kind, role.as_str()), (DivergenceKind::Outcome, "IndexError for KeyError"));
}

#[test]
fn another_text_is_an_output() {
    let trace = Trace { output: "1\n".to_owned(), ..Trace::default() };
    let (kind, _) = differ(Scene { trace, ..Scene::default() }, Scene::default());
    assert_eq!(kind, DivergenceKind::Output);
}

#[test]
fn the_first_event_that_differs_is_told() {
    let both = Event::Cleared(Id(1));
    let expected = with_events(&[both, Event::Callback(Id(1))]);
    let found = with_events(&[both, Event::Finalized(Id(2))]);
    let (kind, role) = differ(expected, found);
    assert_eq!((kind, role.as_str()), (DivergenceKind::Event, "finalized for callback"));
}

#[test]
fn order_counts_only_where_both_promise_it() {
    let events = [Event::Cleared(Id(1)), Event::Cleared(Id(2))];
    let mut reversed = events;
    reversed.reverse();
    let (expected, found) = (player(with_events(&events)), player(with_events(&reversed)));
    assert_eq!(run(&expected, &found).unwrap_err().signature.kind, DivergenceKind::Event);
    let contract = Contract { order: false, ..Contract::FULL };
    run(&expected, &Player { contract, ..found }).unwrap();
}

#[test]
fn an_object_that_survives_is_a_death_that_misses() {
    let (kind, role) = differ(with_deaths(&[3]), with_deaths(&[]));
    assert_eq!((kind, role.as_str()), (DivergenceKind::Deaths, "object survived"));
}

#[test]
fn another_count_is_an_observation_of_that_object() {
    let scene = |count| Scene {
        name: Reference::Object(Id(0)),
        lists: vec![(0, vec![])],
        count,
        ..Scene::default()
    };
    let divergence = run(&player(scene(1)), &player(scene(2))).unwrap_err();
    assert_eq!(divergence.signature.role.to_string(), "list reference count");
    assert_eq!(
        divergence.to_string(),
        "divergence at step 1: gc.collect()\n  \
         differs in: observation, object o0\n  \
         expected by the oracle: list [], count 1\n  \
         found in the subject: list [], count 2\n  \
         where o0 is bound to x"
    );
}

#[test]
fn the_last_of_a_generation_is_not_the_first_of_the_next() {
    let scene = |generations| Scene { generations, ..Scene::default() };
    let expected = scene([vec![0, 1], vec![2], vec![], vec![]]);
    let found = scene([vec![0], vec![1, 2], vec![], vec![]]);
    let (kind, role) = differ(expected, found);
    assert_eq!((kind, role.as_str()), (DivergenceKind::Observation, "generation"));
}

#[test]
fn a_panic_is_a_divergence_and_the_heap_is_made_anew() {
    let subject = player(Scene { panics: true, ..Scene::default() });
    let oracle = Player::default();
    let mut lockstep = Lockstep::new(maker(&oracle), maker(&subject), Checking::Never);
    let divergence = lockstep.run(&program(vec![collect()]), &Settings::default()).unwrap_err();
    assert_eq!(divergence.found, "the fake heap panicked at 1");
    assert_eq!(divergence.signature.role.to_string(), "the fake heap panicked at #");
    lockstep.run(&program(vec![]), &Settings::default()).unwrap();
}

#[test]
fn a_violation_of_the_subject_is_told_with_its_invariant() {
    let violation = Violation { invariant: "gc 3".to_owned(), found: "o1 twice".to_owned() };
    let subject = Player { violation: Some(violation), ..Player::default() };
    let divergence = run(&Player::default(), &subject).unwrap_err();
    assert_eq!(divergence.signature.role.to_string(), "gc 3");
}

#[test]
fn what_a_check_within_a_step_finds_is_a_violation() {
    let violation = Violation { invariant: "law 4".to_owned(), found: "o1".to_owned() };
    let trace = Trace { violation: Some(violation), ..Trace::default() };
    let subject = player(Scene { trace, ..Scene::default() });
    let divergence = run(&Player::default(), &subject).unwrap_err();
    assert_eq!(divergence.signature.kind, DivergenceKind::Violation);
    assert_eq!(divergence.signature.role.to_string(), "law 4");
}

#[test]
fn nothing_may_be_left_even_in_both() {
    let leaky = Player { left: 2, ..Player::default() };
    let divergence = run(&leaky, &leaky).unwrap_err();
    assert_eq!(divergence.signature.kind, DivergenceKind::Leftover);
    assert_eq!(divergence.place, Place::Finish);
}

#[test]
fn laws_hold_even_where_both_heaps_break_them() {
    let law = |scene| same(scene).unwrap_err().signature.role.to_string();
    assert_eq!(law(with_deaths(&[1, 1])), "law 1");
    assert_eq!(law(with_events(&[Event::Finalized(Id(1)), Event::Finalized(Id(1))])), "law 2");
    let dangling =
        Scene { name: Reference::Object(Id(0)), lists: vec![(0, vec![7])], ..Scene::default() };
    assert_eq!(law(dangling), "law 3");
    let cycle = Scene { lists: vec![(0, vec![0])], ..Scene::default() };
    assert_eq!(law(cycle.clone()), "law 4");
    let with_code = with_events(&[Event::Entered(crate::program::FunctionId(0))]);
    same(Scene { lists: cycle.lists, ..with_code }).unwrap();
}

#[test]
fn a_collection_that_the_limit_of_steps_left_out_breaks_no_law() {
    let unreachable = Scene { lists: vec![(0, vec![0])], ..Scene::default() };
    assert_eq!(same(unreachable.clone()).unwrap_err().signature.role.to_string(), "law 4");
    same(Scene { outcome: Outcome::Limit, ..unreachable }).unwrap();
}

#[test]
fn an_exception_ends_the_program() {
    let scenes = vec![Scene::default(), error(ExceptionKind::NameError), Scene::default()];
    let mut broken = Player { scenes: scenes.clone(), ..Player::default() };
    broken.scenes[2].panics = true;
    let oracle = Player { scenes, ..Player::default() };
    let mut lockstep = Lockstep::new(maker(&oracle), maker(&broken), Checking::Steps);
    let raising = program(vec![Step::Plain(Statement::Delete(Name(0))), collect()]);
    let reach = lockstep.run(&raising, &Settings::default()).unwrap();
    assert_eq!(count(&reach, StageFact::Raised), 1);
}

#[test]
fn in_a_long_program_the_first_step_is_found_that_differs() {
    let steps = 3_000;
    let scene = |count| Scene {
        name: Reference::Object(Id(0)),
        lists: vec![(0, vec![])],
        count,
        ..Scene::default()
    };
    let with_counts = |first: usize| Player {
        scenes: (0..=steps).map(|now| scene(1 + u32::from(now > first))).collect(),
        ..Player::default()
    };
    let oracle = with_counts(steps);
    for first in [0, 99, 100, 2_345, steps - 1] {
        let subject = with_counts(first);
        let mut lockstep = Lockstep::new(maker(&oracle), maker(&subject), Checking::Steps);
        let divergence =
            lockstep.run(&program(vec![collect(); steps]), &Settings::default()).unwrap_err();
        assert_eq!(divergence.place, Place::Step(first));
    }
}
