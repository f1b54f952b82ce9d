//! What callers must not do, and the level of checking that finds it.

use super::*;

/// Two blocks of an allocator with that level of checking.
fn two_blocks(checking: Checking, bytes: usize) -> (Allocator, [NonNull<u8>; 2]) {
    let mut allocator = Allocator::new(Geometry::TINY, Backing::Pooled, checking, ptr::null());
    let blocks = [(); 2].map(|()| allocator.allocate(bytes).unwrap());
    (allocator, blocks)
}

/// Takes a block back that perhaps must not be.
fn deallocate(allocator: &mut Allocator, block: NonNull<u8>, bytes: usize) {
    // SAFETY: it is not; the allocator refuses before it touches anything but headers, which are there.
    unsafe { allocator.deallocate(block, bytes) };
}

#[test]
#[should_panic(expected = "was freed as one of")]
fn freeing_with_the_size_of_another_class_is_found() {
    let (mut allocator, blocks) = two_blocks(Checking::Cheap, 16);
    deallocate(&mut allocator, blocks[0], 17);
}

#[test]
#[should_panic(expected = "a block of 600 bytes was freed as one of 601")]
fn freeing_a_large_block_with_another_size_is_found() {
    let (mut allocator, blocks) = two_blocks(Checking::Cheap, 600);
    deallocate(&mut allocator, blocks[0], 601);
}

#[test]
#[should_panic(expected = "not the start of a block")]
fn freeing_the_inside_of_a_block_is_found() {
    let (mut allocator, blocks) = two_blocks(Checking::Cheap, 32);
    // SAFETY: the offset lies in the block.
    let inside = unsafe { blocks[0].add(16) };
    deallocate(&mut allocator, inside, 32);
}

#[test]
#[should_panic(expected = "of another allocator")]
fn freeing_a_block_of_another_allocator_is_found() {
    let (_other, blocks) = two_blocks(Checking::Cheap, 32);
    let mut allocator = Allocator::new(
        Geometry::TINY,
        Backing::Pooled,
        Checking::Cheap,
        ptr::without_provenance(0x10),
    );
    deallocate(&mut allocator, blocks[0], 32);
}

#[test]
#[should_panic(expected = "twice in a row")]
fn freeing_twice_in_a_row_is_found() {
    let (mut allocator, blocks) = two_blocks(Checking::Cheap, 32);
    deallocate(&mut allocator, blocks[0], 32);
    deallocate(&mut allocator, blocks[0], 32);
}

#[test]
#[should_panic(expected = "freed twice")]
fn freeing_twice_is_found_under_full_checking() {
    let (mut allocator, blocks) = two_blocks(FULL, 32);
    let third = allocator.allocate(32).unwrap();
    deallocate(&mut allocator, blocks[0], 32);
    deallocate(&mut allocator, third, 32);
    deallocate(&mut allocator, blocks[0], 32);
}

/// Frees a block and writes to its last byte.
fn write_after_free() -> (Allocator, [NonNull<u8>; 2]) {
    let (mut allocator, blocks) = two_blocks(FULL, 32);
    deallocate(&mut allocator, blocks[0], 32);
    write_to_last(blocks[0], 32);
    (allocator, blocks)
}

/// Writes to the last byte of a block that is free.
fn write_to_last(block: NonNull<u8>, bytes: usize) {
    // SAFETY: the offset lies in the block.
    let last = unsafe { block.add(bytes - 1) };
    write_to_guards(last, 1, 0);
}

#[test]
#[should_panic(expected = "a free block was written to")]
fn writing_to_a_free_block_is_found_when_it_is_used_again() {
    let (mut allocator, _) = write_after_free();
    let _ = allocator.allocate(32);
}

#[test]
#[should_panic(expected = "a free block was written to")]
fn writing_to_a_free_block_is_found_when_its_pool_becomes_empty() {
    let (mut allocator, blocks) = write_after_free();
    deallocate(&mut allocator, blocks[1], 32);
}

#[test]
#[should_panic(expected = "a free block was written to")]
fn writing_to_a_block_of_an_empty_pool_is_found_when_another_class_takes_it() {
    let (mut allocator, blocks) = two_blocks(FULL, 32);
    blocks.into_iter().for_each(|block| deallocate(&mut allocator, block, 32));
    write_to_last(blocks[0], 32);
    let _ = allocator.allocate(64);
}

#[test]
fn writing_to_a_free_block_is_found_by_the_check() {
    let (allocator, _) = write_after_free();
    assert_eq!(allocator.check().unwrap_err().invariant, "alloc 14");
}

#[test]
#[should_panic(expected = "a power of two")]
fn pools_of_an_odd_size_are_refused() {
    let geometry = Geometry { pool_bytes: 5000, ..Geometry::TINY };
    drop(Allocator::new(geometry, Backing::Pooled, Checking::Off, ptr::null()));
}

#[test]
#[should_panic(expected = "fits its slot")]
fn pools_larger_than_the_mask_are_refused() {
    let geometry = Geometry { pool_bytes: 2 * POOL_ALIGN_BYTES, ..Geometry::TINY };
    drop(Allocator::new(geometry, Backing::Pooled, Checking::Off, ptr::null()));
}
