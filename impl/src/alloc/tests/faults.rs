//! Memory that there is not.

use super::*;

/// What a real system refuses.
const IMPOSSIBLE_BYTES: usize = isize::MAX as usize - 100;

/// Lets `operation` fail at each of its requests in turn, and succeed in the end; each failure leaves everything as it was.
fn fail_each<T>(
    tested: &mut Tested,
    mut operation: impl FnMut(&mut Tested) -> Result<T, OutOfMemory>,
) -> u64 {
    for request in 0.. {
        let before = tested.state();
        tested.allocator.fail_at(Some(request));
        let result = operation(tested);
        tested.check();
        if result.is_ok() {
            tested.allocator.fail_at(None);
            return request;
        }
        assert_eq!(tested.state(), before, "request {request}");
    }
    unreachable!("an operation has finitely many requests")
}

#[test]
fn failed_request_leaves_everything_as_it_was() {
    for geometry in GEOMETRIES {
        let mut tested = Tested::new(geometry);
        for bytes in [1, 1, 1, 1, 1, 200, 512, 513, 4000] {
            assert_eq!(fail_each(&mut tested, |tested| tested.allocate(bytes)), 1);
        }
        assert_eq!(fail_each(&mut tested, |tested| tested.allocator.reserve(&[16, 32, 999])), 3);
        assert_eq!(
            fail_each(&mut tested, |tested| tested.allocate(16)),
            0,
            "served, not asked for"
        );
        tested.allocator.settle();
    }
}

#[test]
fn failed_reallocation_leaves_the_block_as_it_was() {
    for (bytes_old, bytes) in
        [(16, 17), (100, 20), (512, 600), (600, 512), (600, 6000), (6000, 600)]
    {
        let mut tested = Tested::new(Geometry::TINY);
        let block = tested.allocate(bytes_old).unwrap();
        tested.allocate(bytes_old).unwrap();
        assert_eq!(fail_each(&mut tested, |tested| tested.reallocate(block, bytes)), 1);
        tested.deallocate_all();
    }
}

#[test]
fn system_without_memory_is_reported() {
    let mut tested = Tested::new(Geometry::TINY);
    let block = tested.allocate(1000).unwrap();
    let before = tested.state();
    for bytes in [IMPOSSIBLE_BYTES, usize::MAX - 100, usize::MAX] {
        assert_eq!(tested.allocator.allocate(bytes), Err(OutOfMemory));
        assert_eq!(tested.reallocate(block, bytes), Err(OutOfMemory));
    }
    assert_eq!(tested.state(), before);
    tested.check();
}

#[test]
fn system_without_memory_for_an_arena_is_reported() {
    for pools_per_arena in [IMPOSSIBLE_BYTES / POOL_ALIGN_BYTES, usize::MAX] {
        let mut tested = Tested::new(Geometry { pools_per_arena, ..Geometry::SMALL });
        assert_eq!(tested.allocate(1), Err(OutOfMemory));
        assert!(tested.allocate(1000).is_ok(), "large blocks need no arena");
        assert_eq!(tested.allocate(1), Err(OutOfMemory));
        tested.check();
    }
}

#[test]
fn reservation_that_fails_halfway_gives_back_what_it_took() {
    let mut tested = Tested::new(Geometry::TINY);
    let blocks = tested.allocate_all(3, 16);
    tested.deallocate(blocks[1]);
    for sizes in [[16, 16, 600, IMPOSSIBLE_BYTES], [IMPOSSIBLE_BYTES, 1, 1, 1]] {
        assert_eq!(tested.allocator.reserve(&sizes), Err(OutOfMemory));
        tested.check();
        assert_eq!(tested.allocator.reservations.levels(), 0);
    }
    assert_eq!(tested.allocate(16), Ok(blocks[1]));
}

#[test]
fn requests_count_what_asks_for_memory() {
    let mut tested = Tested::new(Geometry::TINY);
    let block = tested.allocate(16).unwrap();
    let block = tested.reallocate(block, 1).unwrap();
    let block = tested.reallocate(block, 600).unwrap();
    tested.deallocate(block);
    tested.allocator.reserve(&[16, 32]).unwrap();
    tested.allocate(16).unwrap();
    tested.allocate(16).unwrap();
    tested.allocator.settle();
    assert_eq!(tested.allocator.requests(), 1 + 1 + 2 + 1);
}
