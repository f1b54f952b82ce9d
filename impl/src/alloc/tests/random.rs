//! Random operations against the plain map.

use super::*;

/// A generator of numbers: Marsaglia's xorshift.
struct Random(u64);

impl Random {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 16) % end as u64) as usize
    }

    /// A size in bytes: mostly of few classes, so that pools fill; now and then any, or large.
    fn bytes(&mut self) -> usize {
        match self.below(10) {
            0 => self.below(2000),
            1 => self.below(SizeClass::BYTES_MAX + 1),
            _ => self.below(64),
        }
    }
}

/// A random operation; whether it succeeds is the allocator's affair. Blocks are chosen by the order in which they came, so
/// that addresses decide nothing.
fn operate(
    tested: &mut Tested,
    order: &mut Vec<NonNull<u8>>,
    random: &mut Random,
    levels: &mut usize,
) {
    let chosen = (!order.is_empty()).then(|| random.below(order.len()));
    match (random.below(20), chosen) {
        (0..8, _) => order.extend(tested.allocate(random.bytes())),
        (8..13, Some(index)) => tested.deallocate(order.swap_remove(index)),
        (13..16, Some(index)) => {
            let moved = tested.reallocate(order[index], random.bytes());
            order[index] = moved.unwrap_or(order[index]);
        }
        (16, _) => {
            let sizes: Vec<_> = (0..random.below(6)).map(|_| random.bytes()).collect();
            *levels += usize::from(tested.allocator.reserve(&sizes).is_ok());
        }
        (17, _) if *levels > 0 => {
            tested.allocator.settle();
            *levels -= 1;
        }
        (18, _) => tested.allocator.fail_at(Some(random.below(10) as u64)),
        _ => {}
    }
}

#[test]
fn random_operations_keep_every_law() {
    for (geometry, mode) in everywhere() {
        for seed in 1..=3 {
            println!("seed {seed} in {geometry:?} as {mode:?}");
            let mut random = Random(seed);
            let (mut tested, mut order, mut levels) = (Tested::with(geometry, mode), vec![], 0);
            for _ in 0..600 {
                operate(&mut tested, &mut order, &mut random, &mut levels);
                tested.check();
            }
            (0..levels).for_each(|_| tested.allocator.settle());
            tested.deallocate_all();
            tested.check();
            tested.allocator.empty_quarantine();
            tested.check();
            let statistics = tested.allocator.statistics();
            assert!(statistics.arenas <= 1);
            assert_eq!((statistics.blocks_used(), statistics.blocks_system), (0, 0));
        }
    }
}

/// What can be seen of an allocator but its addresses: what it has after each of some operations, and how often it was asked.
fn seen(mode: (Backing, Checking), seed: u64) -> Vec<(u64, usize, usize, usize)> {
    let mut random = Random(seed);
    let (mut tested, mut order, mut levels) = (Tested::with(Geometry::TINY, mode), vec![], 0);
    let mut seen = Vec::new();
    for _ in 0..1000 {
        operate(&mut tested, &mut order, &mut random, &mut levels);
        let allocator = &tested.allocator;
        let reserved = allocator.reservations.iter().count();
        let Allocator { blocks_live, bytes_live, .. } = *allocator;
        seen.push((allocator.requests(), blocks_live, bytes_live, reserved));
    }
    (0..levels).for_each(|_| tested.allocator.settle());
    seen
}

#[test]
fn requests_and_what_they_come_to_are_the_same_in_every_mode() {
    for seed in 1..=5 {
        let expected = seen(MODES[0], seed);
        for mode in MODES {
            assert_eq!(seen(mode, seed), expected, "seed {seed} as {mode:?}");
        }
    }
}
