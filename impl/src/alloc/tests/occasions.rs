//! What is counted now and then.

use super::*;

/// What a tiny plain allocator has counted since the last time.
fn since(tested: &Tested, before: &mut [u64; Occasion::ALL.len()]) -> Vec<(Occasion, u64)> {
    let now = tested.allocator.occasions();
    let counts = now.iter().zip(&*before).map(|(now, before)| now - before);
    let counted = Occasion::ALL.iter().copied().zip(counts).filter(|(_, count)| *count > 0);
    let counted = counted.collect();
    *before = now;
    counted
}

#[test]
fn pools_and_arenas_are_counted_as_they_come_and_go() {
    use Occasion::*;
    let mut tested = Tested::with(Geometry::TINY, (Backing::Pooled, Checking::Cheap));
    let mut before = tested.allocator.occasions();
    let small = tested.allocate_all(5, 16);
    assert_eq!(since(&tested, &mut before), [(ArenaMapped, 1), (PoolCarved, 2), (PoolFilled, 1)]);
    let other = tested.allocate_all(4, 32);
    assert_eq!(since(&tested, &mut before), [(ArenaMapped, 1), (PoolCarved, 1), (PoolFilled, 1)]);
    tested.deallocate(small[0]);
    tested.deallocate(small[4]);
    assert_eq!(since(&tested, &mut before), [(PoolReopened, 1), (PoolReturned, 1)]);
    let third = tested.allocate(48).unwrap();
    tested.deallocate(third);
    assert_eq!(since(&tested, &mut before), [(PoolReclassed, 1), (PoolReturned, 1)]);
    let third = tested.allocate(48).unwrap();
    tested.deallocate(third);
    assert_eq!(since(&tested, &mut before), [(PoolReused, 1), (PoolReturned, 1)]);
    other.into_iter().for_each(|block| tested.deallocate(block));
    let expected = [(ArenaKept, 1), (PoolReopened, 1), (PoolReturned, 1)];
    assert_eq!(since(&tested, &mut before), expected);
    small[1..4].iter().for_each(|&block| tested.deallocate(block));
    assert_eq!(since(&tested, &mut before), [(ArenaReturned, 1), (PoolReturned, 1)]);
}

#[test]
fn large_blocks_and_reservations_are_counted() {
    use Occasion::*;
    let mut tested = Tested::with(Geometry::PRODUCTION, (Backing::Pooled, Checking::Cheap));
    let mut before = tested.allocator.occasions();
    let large = tested.allocate(2000).unwrap();
    let large = tested.reallocate(large, 3000).unwrap();
    tested.deallocate(large);
    let expected = [(LargeTaken, 1), (LargeResized, 1), (LargeReturned, 1)];
    assert_eq!(since(&tested, &mut before), expected);
    tested.allocator.reserve(&[3000]).unwrap();
    tested.allocator.reserve(&[]).unwrap();
    tested.allocator.settle();
    tested.allocator.reserve(&[3000]).unwrap();
    tested.allocator.settle();
    tested.allocator.settle();
    let expected = [(LargeTaken, 2), (LargeReturned, 2), (ReservedInside, 1), (ReservedInVain, 2)];
    assert_eq!(since(&tested, &mut before), expected);
}
