//! Which comparisons a program of a campaign goes through.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::message::{Check, Setting};
use crate::heaps::memory::{Backing, Guards, Memory};

/// Of so many programs, one goes through all its allocation failures.
const FAULTS_EVERY: u64 = 16;
/// Of so many programs, one runs once more with memory that is drawn for it, unless the setting names the memory of all.
const MEMORY_EVERY: u64 = 8;
/// Of so many programs, one is changed in ways that have no meaning.
const METAMORPHIC_EVERY: u64 = 16;
/// At how many places programs are changed.
pub(super) const PLACES_MAX: usize = 64;

/// The comparisons of program number `index` with the model, in the order in which they are made.
pub(super) fn checks(setting: &Setting, index: u64) -> impl Iterator<Item = Check> + use<> {
    let faults = (index % FAULTS_EVERY == FAULTS_EVERY - 1).then_some(Check::Faults);
    let drawn = setting.memory.is_none() && index % MEMORY_EVERY == 3;
    let memory = drawn.then(|| Check::Memory(memory(setting.seed, index)));
    let changed = index % METAMORPHIC_EVERY == METAMORPHIC_EVERY - 6;
    let place = usize::try_from(index / METAMORPHIC_EVERY).unwrap_or(0) % PLACES_MAX;
    let metamorphic = changed.then_some(Check::Metamorphic(place));
    [Some(Check::Lockstep), faults, memory, metamorphic].into_iter().flatten()
}

/// Memory for program number `index`: from pools or from the system, mostly guarded. Some redzones leave no room for the
/// largest blocks of pools; some quarantines are for the last block freed, so that it is used again soon, some for all.
fn memory(seed: u64, index: u64) -> Memory {
    const REDZONES: [usize; 5] = [0, 16, 32, 48, 256];
    const BLOCKS: [usize; 5] = [0, 1, 4, 32, 512];
    const BYTES: [usize; 3] = [256, 4096, 1 << 20];
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed.rotate_left(32) ^ index);
    let mut below = |end: usize| (random.next_u64() % end as u64) as usize;
    let backing = [Backing::Pooled, Backing::System][below(2)];
    let guards = Guards {
        redzone_bytes: REDZONES[below(REDZONES.len())],
        quarantine_blocks: BLOCKS[below(BLOCKS.len())],
        quarantine_bytes: BYTES[below(BYTES.len())],
    };
    Memory { backing, guards: (below(8) > 0).then_some(guards) }
}
