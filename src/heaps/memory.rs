//! How a heap with an allocator of its own gets its memory, and what it puts around blocks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where the blocks of a heap come from and what guards them. What a program means never depends on it; a heap that has no
/// allocator of its own does not know it.
///
/// Its text is `pooled` or `system`, followed by what guards blocks: `system,redzone=32,blocks=16,bytes=4096`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Memory {
    /// Where blocks come from.
    pub backing: Backing,
    /// What guards them; without it they are neither filled nor looked at.
    pub guards: Option<Guards>,
}

/// Where blocks come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Backing {
    /// Pools in arenas.
    #[default]
    Pooled,
    /// The system, one allocation a block: tools that watch these see every byte beyond.
    System,
}

/// What guards blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Guards {
    /// How much lies before each block and again after it, in bytes: a multiple of 16, at most
    /// [`Self::REDZONE_BYTES_MAX`].
    pub redzone_bytes: usize,
    /// How many freed blocks are kept from being used again.
    pub quarantine_blocks: usize,
    /// How large these are together at most, in bytes.
    pub quarantine_bytes: usize,
}

impl Memory {
    /// Plain blocks in pools: what a heap does if nothing is said.
    pub const POOLED: Self = Self { backing: Backing::Pooled, guards: None };
    /// Plain blocks of the system.
    pub const SYSTEM: Self = Self { backing: Backing::System, guards: None };
    /// Guarded blocks in pools.
    pub const POOLED_GUARDED: Self =
        Self { backing: Backing::Pooled, guards: Some(Guards::ORDINARY) };
    /// Guarded blocks of the system.
    pub const SYSTEM_GUARDED: Self =
        Self { backing: Backing::System, guards: Some(Guards::ORDINARY) };
}

impl Guards {
    /// Redzones of one line of a cache, and a quarantine that outlasts most steps.
    pub const ORDINARY: Self =
        Self { redzone_bytes: 64, quarantine_blocks: 256, quarantine_bytes: 1 << 20 };

    /// The largest redzone, in bytes.
    pub const REDZONE_BYTES_MAX: usize = 1024;
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.backing {
            Backing::Pooled => "pooled",
            Backing::System => "system",
        })?;
        let Some(guards) = self.guards else { return Ok(()) };
        let Guards { redzone_bytes, quarantine_blocks, quarantine_bytes } = guards;
        write!(f, ",redzone={redzone_bytes},blocks={quarantine_blocks},bytes={quarantine_bytes}")
    }
}

impl FromStr for Memory {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (backing, guards) = text.split_once(',').unwrap_or((text, ""));
        let backing = match backing {
            "pooled" => Backing::Pooled,
            "system" => Backing::System,
            other => return Err(format!("memory is pooled or system, not {other:?}")),
        };
        let guards = (!guards.is_empty()).then(|| guards.parse()).transpose()?;
        Ok(Self { backing, guards })
    }
}

impl FromStr for Guards {
    type Err = String;

    /// Parts that are not named are none.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut guards = Self { redzone_bytes: 0, quarantine_blocks: 0, quarantine_bytes: 0 };
        for part in text.split(',') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let field = match name {
                "redzone" => &mut guards.redzone_bytes,
                "blocks" => &mut guards.quarantine_blocks,
                "bytes" => &mut guards.quarantine_bytes,
                other => {
                    return Err(format!("guards are redzone, blocks and bytes, not {other:?}"));
                }
            };
            let number = value.parse();
            *field = number.map_err(|_| format!("{name} is followed by = and a number: {part}"))?;
        }
        let redzone = guards.redzone_bytes;
        if !redzone.is_multiple_of(16) || redzone > Self::REDZONE_BYTES_MAX {
            let max = Self::REDZONE_BYTES_MAX;
            return Err(format!("a redzone is a multiple of 16 up to {max} bytes, not {redzone}"));
        }
        Ok(guards)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back() {
        let all = [Memory::POOLED, Memory::SYSTEM, Memory::POOLED_GUARDED, Memory::SYSTEM_GUARDED];
        for memory in all {
            assert_eq!(memory.to_string().parse(), Ok(memory));
        }
    }

    #[test]
    fn what_is_not_named_is_none() {
        let guards = Guards { redzone_bytes: 32, quarantine_blocks: 0, quarantine_bytes: 0 };
        let expected = Memory { backing: Backing::System, guards: Some(guards) };
        assert_eq!("system,redzone=32".parse(), Ok(expected));
    }

    #[test]
    fn other_texts_are_refused() {
        let texts = ["", "malloc", "pooled,redzone", "pooled,redzone=8", "system,redzone=2048"];
        for text in texts.into_iter().chain(["pooled,x=1", "pooled,blocks=many"]) {
            assert!(text.parse::<Memory>().is_err(), "{text}");
        }
    }
}
