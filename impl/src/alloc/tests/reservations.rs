//! Blocks that are taken before they are needed.

use super::*;

fn reserved(tested: &Tested) -> usize {
    tested.allocator.statistics().blocks_reserved
}

/// Lets the next request fail, so that only what is reserved is served.
fn starve(tested: &mut Tested) {
    tested.allocator.fail_at(Some(0));
}

#[test]
fn reserved_blocks_are_served_without_a_request() {
    for geometry in GEOMETRIES {
        let mut tested = Tested::new(geometry);
        let sizes = [16, 600, 512, 16, 0, 9000];
        tested.allocator.reserve(&sizes).unwrap();
        let requests = tested.allocator.requests();
        starve(&mut tested);
        for bytes in sizes.into_iter().rev() {
            tested.allocate(bytes).unwrap();
            tested.check();
        }
        assert_eq!(tested.allocator.requests(), requests);
        assert_eq!(tested.allocate(16), Err(OutOfMemory), "the level is used up");
        tested.allocator.settle();
        tested.check();
    }
}

#[test]
fn small_requests_are_served_by_class_and_large_ones_by_size() {
    let mut tested = Tested::new(Geometry::TINY);
    tested.allocator.reserve(&[17, 600]).unwrap();
    starve(&mut tested);
    assert!(tested.allocate(32).is_ok());
    assert_eq!(tested.allocate(601), Err(OutOfMemory));
    assert!(tested.allocate(600).is_ok());
}

#[test]
fn blocks_come_in_the_order_of_the_sizes() {
    let mut tested = Tested::new(Geometry::PRODUCTION);
    let freed = tested.allocate(16).unwrap();
    tested.deallocate(freed);
    tested.allocator.reserve(&[16, 16, 16]).unwrap();
    let blocks = tested.allocate_all(3, 16);
    assert_eq!(blocks[0], freed, "as without a reservation, the block freed last comes first");
    assert!(blocks.is_sorted());
}

#[test]
fn what_is_not_served_is_given_back() {
    let mut tested = Tested::new(Geometry::TINY);
    let before = tested.allocate_all(2, 16);
    tested.deallocate_all();
    tested.allocator.reserve(&[16, 16, 512, 700]).unwrap();
    let served = tested.allocate(16).unwrap();
    assert_eq!(served, before[1]);
    assert_eq!(reserved(&tested), 3);
    tested.check();
    tested.allocator.settle();
    assert_eq!(reserved(&tested), 0);
    assert_eq!(tested.allocator.statistics().blocks_system, 0);
    tested.check();
    assert_eq!(tested.allocate(16), Ok(before[0]), "in the order in which it was before");
}

#[test]
fn only_the_top_level_serves() {
    let mut tested = Tested::new(Geometry::TINY);
    tested.allocator.reserve(&[16, 32]).unwrap();
    tested.allocator.reserve(&[32]).unwrap();
    starve(&mut tested);
    assert_eq!(tested.allocate(16), Err(OutOfMemory), "reserved, but by the level below");
    assert!(tested.allocate(32).is_ok());
    tested.allocator.settle();
    starve(&mut tested);
    assert!(tested.allocate(32).is_ok());
    assert!(tested.allocate(16).is_ok());
    tested.allocator.settle();
    tested.check();
}

#[test]
fn failing_above_leaves_the_level_below() {
    let mut tested = Tested::new(Geometry::TINY);
    tested.allocator.reserve(&[16]).unwrap();
    starve(&mut tested);
    assert_eq!(tested.allocator.reserve(&[32]), Err(OutOfMemory));
    starve(&mut tested);
    assert!(tested.allocate(16).is_ok());
}

#[test]
fn empty_level_shields_the_one_below() {
    let mut tested = Tested::new(Geometry::TINY);
    tested.allocator.reserve(&[16]).unwrap();
    tested.allocator.reserve(&[]).unwrap();
    tested.allocate(16).unwrap();
    tested.allocator.settle();
    assert_eq!(reserved(&tested), 1);
}

#[test]
fn reallocation_moves_into_reserved_blocks() {
    let mut tested = Tested::new(Geometry::TINY);
    let small = tested.allocate(16).unwrap();
    let large = tested.allocate(600).unwrap();
    tested.allocator.reserve(&[64, 6000]).unwrap();
    starve(&mut tested);
    assert!(tested.reallocate(small, 64).is_ok());
    assert!(tested.reallocate(large, 6000).is_ok());
    assert_eq!(reserved(&tested), 0);
    tested.check();
}

#[test]
fn blocks_freed_while_a_level_is_open_are_not_reserved() {
    let mut tested = Tested::new(Geometry::TINY);
    tested.allocator.reserve(&[16]).unwrap();
    let block = tested.allocate(16).unwrap();
    tested.deallocate(block);
    starve(&mut tested);
    assert_eq!(tested.allocate(16), Err(OutOfMemory));
}

#[test]
#[should_panic(expected = "closed once for each time")]
fn settling_without_a_level_is_refused() {
    Tested::new(Geometry::TINY).allocator.settle();
}
