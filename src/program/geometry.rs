//! The allocator shapes that a program may run under, by name.

/// How large pools and arenas are while a program runs. What a program means never depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Geometry {
    /// 16 KiB pools, 1 MiB arenas, as CPython 3.10 and later.
    #[default]
    Production,
    /// Pools of 4 blocks, arenas of 2 pools: full pools and returned arenas come within ten steps.
    Tiny,
    /// Pools of 7 blocks, arenas of 3 pools.
    Odd,
    /// Pools of one page, arenas of 4 pools.
    Small,
}

impl Geometry {
    /// Every geometry, in the order of its number in the byte format.
    pub const ALL: [Self; 4] = [Self::Production, Self::Tiny, Self::Odd, Self::Small];

    /// Its name in a program's text and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Tiny => "tiny",
            Self::Odd => "odd",
            Self::Small => "small",
        }
    }

    /// The geometry of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|geometry| geometry.name() == name)
    }
}
