//! Which block, pool and arena comes next.

use super::*;

/// The pool that holds a block.
fn pool_of(block: NonNull<u8>) -> usize {
    block.addr().get() / POOL_ALIGN_BYTES
}

fn arenas(tested: &Tested) -> usize {
    tested.allocator.statistics().arenas
}

#[test]
fn block_that_was_freed_last_is_handed_out_first() {
    let mut tested = Tested::new(Geometry::PRODUCTION);
    let blocks = tested.allocate_all(4, 32);
    for &block in &blocks {
        tested.deallocate(block);
        assert_eq!(tested.allocate(20), Ok(block));
    }
    for &block in &blocks[..3] {
        tested.deallocate(block);
    }
    let again = tested.allocate_all(3, 32);
    assert_eq!(again, [blocks[2], blocks[1], blocks[0]]);
}

#[test]
fn blocks_are_carved_in_order_once_no_freed_one_is_left() {
    let mut tested = Tested::new(Geometry::PRODUCTION);
    let blocks = tested.allocate_all(3, 32);
    tested.deallocate(blocks[0]);
    let again = tested.allocate_all(2, 32);
    assert_eq!(again[0], blocks[0]);
    assert_eq!(again[1].addr().get(), blocks[2].addr().get() + 32);
}

#[test]
fn new_pool_is_taken_only_when_those_of_the_class_are_full() {
    let mut tested = Tested::new(Geometry::TINY);
    let blocks = tested.allocate_all(4, 16);
    assert!(blocks.iter().all(|&block| pool_of(block) == pool_of(blocks[0])));
    let fifth = tested.allocate(16).unwrap();
    assert_ne!(pool_of(fifth), pool_of(blocks[0]));
}

#[test]
fn pool_that_was_full_serves_next() {
    let mut tested = Tested::new(Geometry::TINY);
    let full = tested.allocate_all(8, 16);
    let used = tested.allocate(16).unwrap();
    tested.deallocate(full[2]);
    tested.deallocate(full[6]);
    tested.check();
    assert_eq!(tested.allocate(16), Ok(full[6]), "the pool that was full last comes first");
    assert_eq!(tested.allocate(16), Ok(full[2]));
    assert_eq!(pool_of(tested.allocate(16).unwrap()), pool_of(used));
}

#[test]
fn emptied_pool_serves_its_class_again_with_the_block_freed_last() {
    let mut tested = Tested::new(Geometry::TINY);
    let blocks = tested.allocate_all(3, 16);
    for &block in &blocks {
        tested.deallocate(block);
    }
    assert_eq!(tested.allocator.statistics().pools_empty, 1);
    assert_eq!(tested.allocate(16), Ok(blocks[2]));
}

#[test]
fn emptied_pool_serves_another_class_from_its_start() {
    let mut tested = Tested::new(Geometry::TINY);
    let blocks = tested.allocate_all(3, 16);
    for &block in blocks.iter().rev() {
        tested.deallocate(block);
    }
    let other = tested.allocate(512).unwrap();
    assert_eq!(other, blocks[0]);
    tested.check();
}

#[test]
fn arena_with_the_fewest_free_pools_is_used_first() {
    let mut tested = Tested::new(Geometry::ODD);
    // Three arenas of three pools, each full.
    let blocks = tested.allocate_all(3 * 3 * 7, 16);
    let pools: Vec<_> = blocks.chunks(7).collect();
    // The first arena gets two free pools, the second one.
    for &block in [pools[0], pools[1], pools[4]].into_iter().flatten() {
        tested.deallocate(block);
    }
    tested.check();
    assert_eq!(pool_of(tested.allocate(32).unwrap()), pool_of(pools[4][0]));
    assert_eq!(pool_of(tested.allocate(48).unwrap()), pool_of(pools[1][0]));
    assert_eq!(pool_of(tested.allocate(64).unwrap()), pool_of(pools[0][0]));
    assert_eq!(arenas(&tested), 3);
    tested.allocate(80).unwrap();
    assert_eq!(arenas(&tested), 4, "a new arena is mapped only when no arena has a free pool");
}

#[test]
fn second_wholly_free_arena_is_returned() {
    let mut tested = Tested::new(Geometry::TINY);
    let blocks = tested.allocate_all(3 * 2 * 4, 16);
    assert_eq!(arenas(&tested), 3);
    let mut left = Vec::new();
    for arena in blocks.chunks(8) {
        for &block in arena {
            tested.deallocate(block);
            tested.check();
        }
        left.push(arenas(&tested));
    }
    assert_eq!(left, [3, 2, 1]);
    let statistics = tested.allocator.statistics();
    assert_eq!((statistics.arenas_max, statistics.arenas_total), (3, 3));
}

#[test]
fn record_of_a_returned_arena_is_used_again() {
    let mut tested = Tested::new(Geometry::TINY);
    for _ in 0..3 {
        tested.allocate_all(3 * 2 * 4, 16);
        tested.deallocate_all();
        tested.check();
    }
    assert_eq!(tested.allocator.arenas.records.len(), 3);
    assert_eq!(tested.allocator.statistics().arenas_total, 3 + 2 + 2);
}

#[test]
fn nothing_is_mapped_before_it_is_needed_and_no_arena_is_left_behind() {
    for geometry in GEOMETRIES {
        let mut tested = Tested::new(geometry);
        tested.check();
        assert_eq!(arenas(&tested), 0);
        tested.allocate_all(300, 500);
        tested.allocate_all(300, 600);
        tested.deallocate_all();
        tested.check();
        assert_eq!(arenas(&tested), 1);
        assert_eq!(tested.allocator.statistics().blocks_system, 0);
        tested.allocator.arenas.unmap_free();
        assert_eq!(arenas(&tested), 0);
        tested.check();
    }
}
