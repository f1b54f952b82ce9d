//! gc-arena: an incremental collector whose references exist only while the program works, and cost nothing to copy.

use gc_arena::arena::CollectionPhase;
use gc_arena::{Arena, Collect, Gc, Mutation, RefLock, Rootable};

use crate::Unavailable;
use crate::gc::{Collector, EDGES, Mutator, Work};

#[derive(Collect)]
#[collect(no_drop)]
struct Node<'gc> {
    data: u64,
    edges: [Option<NodeRef<'gc>>; EDGES],
}

type NodeRef<'gc> = Gc<'gc, RefLock<Node<'gc>>>;

/// How many roots share an allocation: all of these are traced again when one was changed.
const ROOTS_PER_CHUNK: usize = 64;

type Chunk<'gc> = Gc<'gc, RefLock<[Option<NodeRef<'gc>>; ROOTS_PER_CHUNK]>>;
type Roots<'gc> = Gc<'gc, RefLock<Vec<Chunk<'gc>>>>;

pub(super) struct Heap {
    arena: Arena<Rootable![Roots<'_>]>,
}

impl Collector for Heap {
    fn new() -> Result<Self, Unavailable> {
        Ok(Self { arena: Arena::new(|mutation| Gc::new(mutation, RefLock::new(Vec::new()))) })
    }

    #[inline]
    fn mutate<W: Work>(&mut self, work: W) -> W::Answer {
        self.arena.mutate(|mutation, &roots| work.run(&mut Session { mutation, roots }))
    }

    #[inline]
    fn safepoint(&mut self, _: usize) {
        self.arena.collect_debt();
    }

    fn collect(&mut self) {
        // What became unreachable during a cycle that is under way is found by the next one.
        if self.arena.collection_phase() != CollectionPhase::Sleeping {
            self.arena.finish_cycle();
        }
        self.arena.finish_cycle();
    }
}

struct Session<'a, 'gc> {
    mutation: &'a Mutation<'gc>,
    roots: Roots<'gc>,
}

impl<'gc> Mutator for Session<'_, 'gc> {
    type Node = NodeRef<'gc>;

    #[inline]
    fn node(&mut self, data: u64) -> NodeRef<'gc> {
        Gc::new(self.mutation, RefLock::new(Node { data, edges: [None; EDGES] }))
    }

    #[inline]
    fn data(&self, node: &NodeRef<'gc>) -> u64 {
        node.borrow().data
    }

    #[inline]
    fn edge(&self, node: &NodeRef<'gc>, edge: usize) -> Option<NodeRef<'gc>> {
        node.borrow().edges[edge]
    }

    #[inline]
    fn set_edge(&mut self, node: &NodeRef<'gc>, edge: usize, target: Option<NodeRef<'gc>>) {
        node.borrow_mut(self.mutation).edges[edge] = target;
    }

    #[inline]
    fn root(&self, index: usize) -> Option<NodeRef<'gc>> {
        self.roots.borrow()[index / ROOTS_PER_CHUNK].borrow()[index % ROOTS_PER_CHUNK]
    }

    #[inline]
    fn set_root(&mut self, index: usize, node: Option<NodeRef<'gc>>) {
        let chunk = self.roots.borrow()[index / ROOTS_PER_CHUNK];
        chunk.borrow_mut(self.mutation)[index % ROOTS_PER_CHUNK] = node;
    }

    fn resize_roots(&mut self, count: usize) {
        let mut chunks = self.roots.borrow_mut(self.mutation);
        let chunk = || Gc::new(self.mutation, RefLock::new([None; ROOTS_PER_CHUNK]));
        chunks.resize_with(count.div_ceil(ROOTS_PER_CHUNK), chunk);
        if let Some(last) = chunks.last().filter(|_| !count.is_multiple_of(ROOTS_PER_CHUNK)) {
            last.borrow_mut(self.mutation)[count % ROOTS_PER_CHUNK..].fill(None);
        }
    }
}
