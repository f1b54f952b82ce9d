//! The states that one state leads to, found by running the programs that lead there.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::bounds::Bounds;
use super::moves::Move;
use super::state::{Graph, State};
use crate::lockstep::{Place, Watched};
use crate::program::Program;

/// One move and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// The move.
    pub by: Move,
    /// The state after it; nothing where the heaps diverge.
    pub to: Option<State>,
}

/// Runs a program on both heaps, shows each stage, and says whether they agree.
pub type Run<'a> = &'a mut dyn FnMut(&Rc<Program>, &mut dyn FnMut(&Watched<'_>)) -> bool;

/// The moves that the state at the end of `path` has; nothing where the heaps diverge on the way there.
pub fn moves(bounds: &Bounds, path: &[Move], run: Run<'_>) -> Option<Vec<Move>> {
    last_graph(bounds, path, run).map(|graph| Move::all(bounds, &graph))
}

/// The state that the moves of `path` lead to from an empty heap; nothing where the heaps diverge.
pub fn reach(bounds: &Bounds, path: &[Move], run: Run<'_>) -> Option<State> {
    last_graph(bounds, path, run).map(|graph| graph.state(bounds))
}

/// Makes every move that the state at the end of `path` has; none if the heaps diverge on the way there.
pub fn expand(bounds: &Bounds, path: &[Move], run: Run<'_>) -> Vec<Transition> {
    let Some(moves) = moves(bounds, path, run) else { return Vec::new() };
    let mut path = path.to_vec();
    let mut transition = |by| {
        path.push(by);
        let to = reach(bounds, &path, run);
        path.pop();
        Transition { by, to }
    };
    moves.into_iter().map(&mut transition).collect()
}

fn last_graph(bounds: &Bounds, path: &[Move], run: Run<'_>) -> Option<Graph> {
    let program = Rc::new(bounds.program(path));
    let last = Place::Step(program.main.len() - 1);
    let mut graph = None;
    let agree = run(&program, &mut |watched| {
        if watched.place == last {
            graph = Some(Graph::read(bounds, watched.observation));
        }
    });
    graph.filter(|_| agree)
}
