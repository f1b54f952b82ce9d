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

    fn live(&mut self, tested: &Tested) -> Option<NonNull<u8>> {
        let count = tested.live.len();
        (count > 0).then(|| tested.live.values().nth(self.below(count)).unwrap().block)
    }
}

/// A random operation; whether it succeeds is the allocator's affair.
fn step(tested: &mut Tested, random: &mut Random, levels: &mut usize) {
    let chosen = random.live(tested);
    match (random.below(20), chosen) {
        (0..8, _) => drop(tested.allocate(random.bytes())),
        (8..14, Some(block)) => tested.deallocate(block),
        (14..16, Some(block)) => drop(tested.reallocate(block, random.bytes())),
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
    for geometry in GEOMETRIES {
        for seed in 1..=6 {
            println!("seed {seed} in {geometry:?}");
            let mut random = Random(seed);
            let (mut tested, mut levels) = (Tested::new(geometry), 0);
            for _ in 0..600 {
                step(&mut tested, &mut random, &mut levels);
                tested.check();
            }
            (0..levels).for_each(|_| tested.allocator.settle());
            tested.deallocate_all();
            tested.check();
            assert!(tested.allocator.statistics().arenas <= 1);
        }
    }
}
