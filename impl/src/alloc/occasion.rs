//! What an allocator does now and then, counted for those who ask what was tested.

/// Declares the occasions.
macro_rules! occasions {
    ($($(#[$doc:meta])* $occasion:ident,)*) => {
        /// Something that an allocator does now and then.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Occasion { $($(#[$doc])* $occasion,)* }

        impl Occasion {
            /// Every occasion, in order.
            pub const ALL: &[Self] = &[$(Self::$occasion),*];
        }
    };
}

occasions! {
    /// An arena was mapped.
    ArenaMapped,
    /// An arena went back to the system.
    ArenaReturned,
    /// One that is wholly free was kept.
    ArenaKept,
    /// A pool was used for the first time.
    PoolCarved,
    /// An empty pool was used again, for the same size class.
    PoolReused,
    /// An empty pool was used again, for another size class.
    PoolReclassed,
    /// The last block of a pool was taken.
    PoolFilled,
    /// A block of a full pool came back.
    PoolReopened,
    /// The last used block of a pool came back.
    PoolReturned,
    /// A large block was taken, as all of these where blocks are plain.
    LargeTaken,
    /// A large block was made larger or smaller.
    LargeResized,
    /// A large block went back to the system.
    LargeReturned,
    /// Blocks were reserved while others were.
    ReservedInside,
    /// A reserved block was not needed.
    ReservedInVain,
}

/// How often there was each occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Occasions([u64; Occasion::ALL.len()]);

impl Occasions {
    /// None yet.
    pub(super) const NONE: Self = Self([0; _]);

    #[inline]
    pub(super) fn note(&mut self, occasion: Occasion) {
        self.0[occasion as usize] += 1;
    }

    /// In the order of [`Occasion::ALL`].
    pub(super) fn counts(&self) -> [u64; Occasion::ALL.len()] {
        self.0
    }
}
