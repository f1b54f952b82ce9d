//! [`Reached`]: how often each goal was reached.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{GOALS, Goal};
use crate::heaps::{Fact, Happening};

/// How often each goal was reached. Sums of it are those of many programs.
///
/// It is serialised as a map from the names of the goals that were reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Reached([u64; GOALS.len()]);

/// For each happening, by its [number](Happening::number), the goals that ask for it.
static ASKING: LazyLock<Vec<Vec<usize>>> = LazyLock::new(|| {
    let asking = |happening| {
        let goals = GOALS.iter().enumerate();
        goals.filter(|(_, goal)| goal.happening == happening).map(|(place, _)| place).collect()
    };
    Happening::all().map(asking).collect()
});

impl Reached {
    /// Notes a fact that was counted so often.
    pub fn note(&mut self, fact: Fact, count: u64) {
        for &place in &ASKING[fact.happening.number()] {
            if GOALS[place].is_reached_by(fact) {
                self.0[place] += count;
            }
        }
    }

    /// Adds what another program reached.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    /// How often that goal was reached, or those goals together, that ask for nothing but the fact.
    #[must_use]
    pub fn count(&self, fact: Fact) -> u64 {
        let is_it = |goal: &Goal| (goal.happening, goal.within) == (fact.happening, fact.within);
        self.iter().filter(|(goal, _)| is_it(goal)).map(|(_, count)| count).sum()
    }

    /// Every goal, with how often it was reached.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Goal, u64)> {
        GOALS.iter().zip(self.0)
    }

    /// The goals that were not reached.
    pub fn missed(&self) -> impl Iterator<Item = &'static Goal> {
        self.iter().filter(|(_, count)| *count == 0).map(|(goal, _)| goal)
    }
}

impl Default for Reached {
    fn default() -> Self {
        Self([0; _])
    }
}

impl fmt::Debug for Reached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reached = self.iter().filter(|(_, count)| *count > 0);
        f.debug_map().entries(reached.map(|(goal, count)| (goal.name, count))).finish()
    }
}

impl Serialize for Reached {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reached = self.iter().filter(|(_, count)| *count > 0);
        serializer.collect_map(reached.map(|(goal, count)| (goal.name, count)))
    }
}

impl<'de> Deserialize<'de> for Reached {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut reached = Self::default();
        for (name, count) in BTreeMap::<String, u64>::deserialize(deserializer)? {
            let place = GOALS.iter().position(|goal| goal.name == name);
            let place = place.ok_or_else(|| Error::custom(format!("there is no goal {name:?}")))?;
            reached.0[place] = count;
        }
        Ok(reached)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heaps::{Mark, Within};

    #[test]
    fn a_fact_reaches_every_goal_that_asks_for_no_more() {
        let mut reached = Reached::default();
        let within = Within::FINALIZER.and(Within::RETURN).and(Within::FUNCTION);
        reached.note(Fact { happening: Mark::Resurrected.into(), within }, 2);
        let names: Vec<_> =
            reached.iter().filter(|(_, count)| *count == 2).map(|(goal, _)| goal.name).collect();
        let expected = [
            "resurrected as its count reached zero",
            "resurrected in a finalizer",
            "resurrected as a function returns",
        ];
        assert_eq!(names, expected);
        assert_eq!(reached.missed().count(), GOALS.len() - 3);
    }

    #[test]
    fn it_comes_back_from_json() {
        let mut reached = Reached::default();
        GOALS.iter().zip(1..).step_by(2).for_each(|(goal, count)| {
            reached.note(Fact { happening: goal.happening, within: goal.within }, count);
        });
        let text = serde_json::to_string(&reached).unwrap();
        assert_eq!(serde_json::from_str::<Reached>(&text).unwrap(), reached);
        assert!(serde_json::from_str::<Reached>(r#"{"flown": 1}"#).is_err());
    }
}
