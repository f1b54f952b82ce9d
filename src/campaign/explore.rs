//! Goes through every state within bounds, breadth first, each transition made by a worker process.

use std::collections::BTreeSet;
use std::io;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::message::Expansion;
use super::slot::Slot;
use super::{Gathered, Plan, Report, Spawn, Watch, in_parallel, shrunk_report};
use crate::explore::{Bounds, Move, State};

/// How many states a worker is given at a time.
const STATES: usize = 16;

/// What an exploration came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exploration {
    /// The sums, and what diverged.
    pub report: Report,
    /// How many new states each depth has: one entry a depth, from the empty heap on.
    pub states: Vec<u64>,
    /// How many transitions were made.
    pub transitions: u64,
    /// What was left out.
    pub left_out: LeftOut,
}

/// What an exploration did not go through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LeftOut {
    /// States whose moves were not made, since they lie at the greatest depth or the time was over.
    pub states: u64,
    /// Transitions that diverge, so that where they lead is not known.
    pub transitions: u64,
}

impl Exploration {
    /// Whether every transition of every state was made, and where it leads is known.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.left_out == LeftOut::default()
    }

    /// The depth to which everything was gone through.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.states.len() - 1
    }
}

/// A state that was reached: by which move, from which other one.
struct Node {
    parent: usize,
    by: Option<Move>,
}

/// The states so far.
pub(super) struct Graph {
    nodes: Vec<Node>,
    seen: BTreeSet<State>,
}

impl Graph {
    /// The state of an empty heap alone.
    pub(super) fn new(bounds: &Bounds) -> Self {
        let seen = BTreeSet::from([bounds.start()]);
        Self { nodes: vec![Node { parent: 0, by: None }], seen }
    }

    /// How many states there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The moves that lead to a state.
    pub(super) fn path(&self, mut node: usize) -> Vec<Move> {
        let mut path = Vec::new();
        while let Some(by) = self.nodes[node].by {
            path.push(by);
            node = self.nodes[node].parent;
        }
        path.reverse();
        path
    }

    /// Takes in where the moves of `parent` lead; says for how many that is not known.
    pub(super) fn extend(&mut self, parent: usize, expansion: Expansion) -> u64 {
        let mut unknown = 0;
        for transition in expansion.transitions {
            match transition.to {
                Some(state) => {
                    if self.seen.insert(state) {
                        self.nodes.push(Node { parent, by: Some(transition.by) });
                    }
                }
                None => unknown += 1,
            }
        }
        unknown
    }
}

/// Goes through the states within `bounds`, at most `depth` moves from the empty heap. Of the plan, its programs do not count.
///
/// # Errors
/// If a worker cannot be started or refuses its setting.
pub fn explore(
    plan: &Plan,
    bounds: &Bounds,
    depth: Option<usize>,
    spawn: &Spawn,
    watch: &dyn Watch,
) -> io::Result<Exploration> {
    let mut graph = Graph::new(bounds);
    let mut gathered = Gathered::default();
    let mut states = vec![1];
    let (mut transitions, mut left_out) = (0, LeftOut::default());
    let mut frontier = 0..1;
    while !frontier.is_empty() {
        if watch.is_over() || depth.is_some_and(|depth| states.len() > depth) {
            left_out.states = frontier.len() as u64;
            break;
        }
        let paths: Vec<_> = frontier.clone().map(|node| graph.path(node)).collect();
        let expansions = expand_all(plan, bounds, &paths, spawn)?;
        for (node, mut expansion) in frontier.clone().zip(expansions) {
            transitions += expansion.transitions.len() as u64;
            gathered.tally.add(&expansion.tally);
            for mut found in mem::take(&mut expansion.found) {
                found.index = node as u64;
                gathered.keep(found);
            }
            left_out.transitions += graph.extend(node, expansion);
        }
        frontier = frontier.end..graph.len();
        if !frontier.is_empty() {
            states.push(frontier.len() as u64);
        }
        watch.progress(&gathered.tally, gathered.diverged);
    }
    let report = shrunk_report(plan, gathered, spawn, watch)?;
    Ok(Exploration { report, states, transitions, left_out })
}

/// What the moves of each state come to, in the order of `paths`.
fn expand_all(
    plan: &Plan,
    bounds: &Bounds,
    paths: &[Vec<Move>],
    spawn: &Spawn,
) -> io::Result<Vec<Expansion>> {
    let chunks: Vec<_> = paths.chunks(STATES).collect();
    let next = AtomicUsize::new(0);
    let expanded = Mutex::new(vec![Vec::new(); chunks.len()]);
    in_parallel(plan.jobs.min(chunks.len()), &|is_off| {
        let mut slot = Slot::new(spawn, &plan.setting, plan.silence_max);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(chunk) = chunks.get(number).filter(|_| !is_off.load(Ordering::Relaxed)) else {
                return Ok(());
            };
            let expansions = slot.expand(bounds, chunk)?;
            expanded.lock().unwrap_or_else(PoisonError::into_inner)[number] = expansions;
        }
    })?;
    Ok(expanded.into_inner().unwrap_or_else(PoisonError::into_inner).concat())
}
