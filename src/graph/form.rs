//! The bytes of a graph: a header, then records, each of which adds to one of its parts.

use super::{Act, Edge, Graph, Habit, NODES_MAX, Node, Watch};
use crate::mutate::{Form, Unit};
use crate::program::Geometry;
use crate::source::Dice;

/// The bytes of a graph.
///
/// The header is the number of nodes, the geometry, the habit of finalizers, three thresholds (none where the first is 0),
/// then a byte for the kind of each node. A record is four bytes: what it adds, then up to three operands, taken modulo
/// what there is. So records of the same part may be moved past those of others without a change.
#[derive(Debug)]
pub enum GraphForm {}

const THRESHOLDS: usize = 3;
const NODES: usize = THRESHOLDS + 3;

impl Graph {
    /// The graph that these bytes are: every byte string is one.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let byte = |place: usize| bytes.get(place).copied().unwrap_or(0);
        let count = 1 + (usize::from(byte(0)) + 3) % NODES_MAX;
        let mut graph = Self {
            geometry: Geometry::ALL[usize::from(byte(1)) % Geometry::ALL.len()],
            habit: Habit::ALL[usize::from(byte(2)) % Habit::ALL.len()],
            thresholds: (byte(THRESHOLDS) != 0)
                .then(|| [0, 1, 2].map(|index| u32::from(byte(THRESHOLDS + index) & 7))),
            nodes: (0..count).map(|node| Node::of(byte(NODES + node))).collect(),
            ..Self::default()
        };
        let records = bytes.get(GraphForm::HEADER_BYTES..).unwrap_or_default();
        for record in records.as_chunks().0 {
            graph.add(*record);
        }
        graph
    }

    fn add(&mut self, [what, first, second, third]: [u8; 4]) {
        let count = self.nodes.len();
        let [one, other] = [first, second].map(|operand| usize::from(operand) % count);
        let label = usize::from(third);
        let edge = |from: usize, to: usize| Edge { from: from % count, to: to % count, label };
        match what % 32 {
            0..6 => self.edges.push(edge(one, other)),
            6 => self.edges.extend((one..=other).map(|node| edge(node, node + 1))),
            7 => self.edges.extend(ring(one, 2 + usize::from(second & 3)).map(|(a, b)| edge(a, b))),
            8 => self.edges.extend((0..count).map(|node| edge(one, node))),
            9 => self.edges.extend((0..count).map(|node| edge(node, one))),
            10..14 => self.watches.push(Watch {
                referent: one,
                holder: (second >= 128).then_some(usize::from(second) % count),
                callback: third & 1 == 1,
            }),
            act => self.schedule.push(match act {
                14..18 => Act::Drop(one),
                18 | 19 => Act::DropMany(one, 1 + other),
                20..24 => Act::Collect(Some(first & 3).filter(|&generation| generation < 3)),
                24 => Act::Link(edge(one, other)),
                25 => Act::Cut(one),
                26 => Act::Renew(one),
                27 if second & 1 == 0 => Act::Freeze,
                27 => Act::Unfreeze,
                28 => Act::SaveAll(second & 1 == 0),
                29 => Act::ClearGarbage,
                30 => Act::Upgrade(usize::from(first)),
                _ => Act::LetGo,
            }),
        }
    }
}

/// The edges of a ring of so many nodes.
fn ring(first: usize, count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).map(move |place| (first + place, first + (place + 1) % count))
}

impl Node {
    fn of(byte: u8) -> Self {
        match byte % 12 {
            0..4 => Self::Plain,
            4 => Self::Slots,
            5..7 => Self::Finalized,
            7..9 => Self::List,
            9 | 10 => Self::Dict,
            _ => Self::Tuple,
        }
    }
}

impl Habit {
    const ALL: [Self; 6] =
        [Self::Quiet, Self::Resurrects, Self::Hoards, Self::Cuts, Self::Collects, Self::Raises];
}

impl Form for GraphForm {
    const HEADER_BYTES: usize = NODES + NODES_MAX;
    const RECORD_BYTES: usize = 4;

    fn units(bytes: &[u8]) -> Vec<Unit> {
        let count = bytes.len().saturating_sub(Self::HEADER_BYTES) / Self::RECORD_BYTES;
        (0..count).map(|index| Unit { records: index..index + 1, is_definition: false }).collect()
    }

    fn header_weight(place: usize) -> u8 {
        if place < NODES { 3 } else { 1 }
    }

    fn record_weight(_: usize) -> u8 {
        1
    }

    /// References and weak references first, then mostly unbinding and collecting.
    fn fresh(bytes_max: usize, seed: u64) -> Vec<u8> {
        let mut dice = Dice::new(seed);
        let mut byte = |end: usize| u8::try_from(dice.below(end)).unwrap_or(0);
        let mut bytes: Vec<u8> = (0..Self::HEADER_BYTES).map(|_| byte(256)).collect();
        if byte(2) == 0 {
            bytes[THRESHOLDS] = 0;
        }
        for _ in 0..2 + byte(14) {
            bytes.extend([byte(14), byte(16), byte(256), byte(256)]);
        }
        for _ in 0..3 + byte(14) {
            let what = if byte(4) == 0 { 24 + byte(8) } else { 14 + byte(10) };
            bytes.extend([what, byte(256), byte(16), byte(256)]);
        }
        bytes.truncate(bytes_max);
        bytes
    }
}
