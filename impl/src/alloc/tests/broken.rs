//! Each invariant, broken on purpose, is what the check reports.

use super::pool::Pool;
use super::size_class::BlockSize;
use super::system::SystemBlock;
use super::*;

/// A block of 16 bytes in a used pool, and one in a full pool.
struct Blocks {
    used: NonNull<u8>,
    full: NonNull<u8>,
}

/// An allocator with a full pool, a used one that has a free block, an empty pool, two large blocks, a reservation of two
/// blocks, and arenas of every sort but for one that is wholly free.
fn populated() -> (Tested, Blocks) {
    let mut tested = Tested::new(Geometry::ODD);
    let full = tested.allocate_all(7, 16)[0];
    let used = tested.allocate_all(4, 16);
    tested.deallocate(used[1]);
    tested.deallocate(used[3]);
    let empty = tested.allocate(48).unwrap();
    tested.deallocate(empty);
    // Two more arenas, one of which is returned, and so has a spare record.
    let blocks = tested.allocate_all(2 * 3 * 7, 64);
    blocks[7..].iter().for_each(|&block| tested.deallocate(block));
    tested.allocate_all(2, 700);
    tested.allocator.reserve(&[16, 900]).unwrap();
    tested.check();
    (tested, Blocks { used: used[0], full })
}

/// Breaks something, and asserts which invariant the check names.
#[track_caller]
fn assert_found(invariant: &str, breaks: impl FnOnce(&mut Allocator, Blocks)) {
    let (mut tested, blocks) = populated();
    breaks(&mut tested.allocator, blocks);
    let violation = tested.allocator.check().expect_err("something is broken");
    assert_eq!(violation.invariant, invariant, "{violation}");
    // What is broken can't be taken apart.
    std::mem::forget(tested);
}

/// The pool that holds a block.
fn pool_of(block: NonNull<u8>) -> Pool {
    // SAFETY: the tests ask this of blocks in use.
    unsafe { Pool::of_block(block) }
}

fn large_of(allocator: &Allocator) -> SystemBlock {
    allocator.system.first.expect("there are large blocks")
}

#[test]
fn header_of_another_owner_is_found() {
    assert_found("alloc 1", |allocator, _| allocator.owner = ptr::null());
}

#[test]
fn count_that_does_not_add_up_is_found() {
    assert_found("alloc 2", |_, blocks| pool_of(blocks.used).header().count.set(1));
}

#[test]
fn carving_beyond_the_end_is_found() {
    assert_found("alloc 2", |_, blocks| pool_of(blocks.full).header().carved.set(8));
}

#[test]
fn lost_free_block_is_found() {
    assert_found("alloc 2", |_, blocks| pool_of(blocks.used).header().free.set(None));
}

#[test]
fn free_list_that_leads_inside_a_block_is_found() {
    assert_found("alloc 3", |_, blocks| {
        // SAFETY: the offset lies in the block.
        let inside = unsafe { blocks.used.add(8) };
        pool_of(blocks.used).header().free.set(Some(inside));
    });
}

#[test]
fn free_list_that_is_a_cycle_is_found() {
    assert_found("alloc 3", |_, blocks| {
        let free = pool_of(blocks.used).header().free.get().unwrap();
        // SAFETY: the block is free.
        unsafe { block::set_next(free, Some(free)) };
    });
}

#[test]
fn used_pool_on_no_list_is_found() {
    assert_found("alloc 4", |allocator, blocks| allocator.used.remove(pool_of(blocks.used)));
}

#[test]
fn full_pool_on_a_list_is_found() {
    assert_found("alloc 4", |allocator, blocks| allocator.used.push(pool_of(blocks.full)));
}

#[test]
fn link_back_that_disagrees_is_found() {
    assert_found("alloc 4", |_, blocks| {
        pool_of(blocks.used).header().previous.set(Some(pool_of(blocks.full)));
    });
}

#[test]
fn used_pools_in_a_cycle_are_found() {
    assert_found("alloc 4", |_, blocks| {
        pool_of(blocks.used).header().next.set(Some(pool_of(blocks.used)));
    });
}

#[test]
fn empty_pool_on_no_list_is_found() {
    assert_found("alloc 5", |allocator, _| {
        let records = &mut allocator.arenas.records;
        let arena = records.iter_mut().find(|arena| arena.empty.is_some()).unwrap();
        arena.empty = arena.empty.and_then(|pool| pool.header().next.get());
    });
}

#[test]
fn used_pool_among_the_empty_ones_is_found() {
    assert_found("alloc 5", |allocator, blocks| {
        allocator.arenas.records[0].empty = Some(pool_of(blocks.used));
    });
}

#[test]
fn number_of_free_pools_that_does_not_add_up_is_found() {
    assert_found("alloc 6", |allocator, _| allocator.arenas.records[0].pools_free += 1);
}

#[test]
fn pools_carved_beyond_the_end_are_found() {
    assert_found("alloc 6", |allocator, _| allocator.arenas.records[0].pools_carved = 4);
}

#[test]
fn usable_arena_on_no_list_is_found() {
    assert_found("alloc 7", |allocator, _| {
        *allocator.arenas.usable.iter_mut().find(|first| first.is_some()).unwrap() = None;
    });
}

#[test]
fn usable_arena_on_the_wrong_list_is_found() {
    assert_found("alloc 7", |allocator, _| {
        let usable = &mut allocator.arenas.usable;
        let listed = usable.iter().position(Option::is_some).unwrap();
        usable.swap(listed, 0);
    });
}

#[test]
fn usable_arena_that_a_search_would_skip_is_found() {
    assert_found("alloc 7", |allocator, _| allocator.arenas.pools_free_min = 4);
}

#[test]
fn lost_spare_record_is_found() {
    assert_found("alloc 8", |allocator, _| {
        assert!(allocator.arenas.spare.take().is_some());
    });
}

#[test]
fn second_wholly_free_arena_is_found() {
    let mut tested = Tested::new(Geometry::ODD);
    tested.allocator.arenas.map().unwrap();
    tested.check();
    tested.allocator.arenas.map().unwrap();
    assert_eq!(tested.allocator.check().unwrap_err().invariant, "alloc 9");
}

#[test]
fn arena_that_starts_anywhere_is_found() {
    assert_found("alloc 11", |allocator, _| {
        let base = &mut allocator.arenas.records[0].base;
        // SAFETY: the offset lies in the arena.
        *base = base.map(|base| unsafe { base.add(SizeClass::GRAIN_BYTES) });
    });
}

#[test]
fn number_of_arenas_that_does_not_add_up_is_found() {
    assert_found("alloc 10", |allocator, _| allocator.arenas.mapped += 1);
}

#[test]
fn highest_number_of_arenas_below_the_number_now_is_found() {
    assert_found("alloc 10", |allocator, _| allocator.arenas.mapped_max = 1);
}

#[test]
fn number_of_large_blocks_that_does_not_add_up_is_found() {
    assert_found("alloc 12", |allocator, _| allocator.system.count -= 1);
}

#[test]
fn size_of_large_blocks_that_does_not_add_up_is_found() {
    assert_found("alloc 12", |allocator, _| large_of(allocator).header().bytes.set(800));
}

#[test]
fn large_block_that_is_too_small_is_found() {
    assert_found("alloc 12", |allocator, _| large_of(allocator).header().bytes.set(512));
}

#[test]
fn large_blocks_in_a_cycle_are_found() {
    assert_found("alloc 12", |allocator, _| {
        let block = large_of(allocator);
        block.header().next.set(Some(block));
    });
}

#[test]
fn block_that_is_reserved_twice_is_found() {
    assert_found("alloc 13", |allocator, _| {
        let reserved = allocator.reservations.iter().next().unwrap();
        allocator.reservations.open(1).unwrap();
        allocator.reservations.push(reserved.block, reserved.size);
    });
}

#[test]
fn reserved_block_that_is_free_is_found() {
    assert_found("alloc 13", |allocator, blocks| {
        let pool = pool_of(blocks.used);
        allocator.reservations.open(1).unwrap();
        let free = pool.header().free.get().unwrap();
        allocator.reservations.push(free, BlockSize::of(16));
    });
}

#[test]
fn reserved_block_of_another_size_is_found() {
    assert_found("alloc 13", |allocator, blocks| {
        allocator.reservations.open(1).unwrap();
        allocator.reservations.push(blocks.used, BlockSize::of(600));
    });
}

#[test]
fn overwritten_poison_is_found() {
    assert_found("alloc 14", |_, blocks| {
        let free = pool_of(blocks.used).header().free.get().unwrap();
        // SAFETY: a block is larger than a link.
        let rest = unsafe { free.add(block::LINK_BYTES) };
        write_to_guards(rest, 1, 0);
    });
}

/// An allocator with redzones and a quarantine, two blocks in use, and one freed.
fn guarded(backing: Backing) -> (Tested, [NonNull<u8>; 3]) {
    let mut tested = Tested::with(Geometry::TINY, (backing, GUARDED));
    let blocks = [(); 3].map(|()| tested.allocate(20).unwrap());
    tested.deallocate(blocks[2]);
    tested.check();
    (tested, blocks)
}

/// Breaks something that guards blocks, and asserts which invariant the check names, wherever blocks come from.
#[track_caller]
fn assert_found_in_guards(invariant: &str, breaks: fn(&mut Allocator, [NonNull<u8>; 3])) {
    for backing in [Backing::Pooled, Backing::System] {
        let (mut tested, blocks) = guarded(backing);
        breaks(&mut tested.allocator, blocks);
        let violation = tested.allocator.check().expect_err("something is broken");
        assert_eq!(violation.invariant, invariant, "{backing:?}: {violation}");
        std::mem::forget(tested);
    }
}

#[test]
fn word_that_says_more_than_a_block_has_is_found() {
    assert_found_in_guards("alloc 16", |_, blocks| {
        // SAFETY: the redzone is as large.
        let word = unsafe { blocks[0].sub(16) };
        write_to_guards(word, 8, 0xFF);
    });
}

#[test]
fn word_that_says_less_than_was_asked_for_is_found() {
    assert_found_in_guards("alloc 16", |_, blocks| {
        // SAFETY: the redzone is as large.
        let word = unsafe { blocks[0].sub(16) };
        write_to_guards(word, 8, 0);
    });
}

#[test]
fn bytes_asked_for_that_the_redzones_do_not_know_are_found() {
    assert_found_in_guards("alloc 16", |allocator, _| allocator.bytes_live -= 1);
}

#[test]
fn overwritten_redzone_is_found() {
    for offset in [-8, -1, 20, 31, 47] {
        for backing in [Backing::Pooled, Backing::System] {
            let (tested, blocks) = guarded(backing);
            // In a block of the system, the room ends with the bytes asked for.
            let offset = if backing == Backing::System { offset.min(20 + 15) } else { offset };
            // SAFETY: the redzones are as large.
            let place = unsafe { blocks[0].offset(offset) };
            write_to_guards(place, 1, 0);
            let violation = tested.allocator.check().expect_err("something is broken");
            assert_eq!(violation.invariant, "alloc 16", "{offset}: {violation}");
            std::mem::forget(tested);
        }
    }
}

#[test]
fn write_to_a_quarantined_block_is_found() {
    assert_found_in_guards("alloc 17", |_, blocks| write_to_guards(blocks[2], 1, 0));
}

#[test]
fn quarantined_block_that_is_reserved_is_found() {
    assert_found_in_guards("alloc 17", |allocator, blocks| {
        // One block more is in use then, and one more is reserved: only the quarantine can tell.
        allocator.reservations.open(1).unwrap();
        allocator.reservations.push(blocks[2], BlockSize::of(20));
        allocator.blocks_live -= 1;
    });
}

#[test]
fn number_of_live_blocks_that_does_not_add_up_is_found() {
    assert_found("alloc 15", |allocator, _| allocator.blocks_live += 1);
}

#[test]
fn more_bytes_than_the_blocks_have_are_found() {
    assert_found("alloc 15", |allocator, _| allocator.bytes_live += 100_000);
}
