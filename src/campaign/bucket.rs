//! Divergences that count as one, and the programs kept for each.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::Finding;
use super::message::{Found, Tally};
use crate::lockstep::{Divergence, Signature};

/// How many programs are kept of a bucket.
pub const KEPT_MAX: usize = 5;

/// Divergences that count as one: the side that is blamed is the same, and the signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bucket {
    /// The heap or interpreter whose doing was found.
    pub blamed: String,
    /// What they have in common.
    pub signature: Signature,
    /// How many programs of the campaign showed it; none where it was only met while another was shrunk.
    pub programs: u64,
    /// The shortest programs that show it, shrunk, the shortest first; at most [`KEPT_MAX`].
    pub findings: Vec<Finding>,
}

/// What a bucket is known by.
type Key = (String, Signature);

fn key(divergence: &Divergence) -> Key {
    (divergence.blamed().to_owned(), divergence.signature.clone())
}

/// What the workers of a campaign have told.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) tally: Tally,
    pub(super) diverged: u64,
    buckets: BTreeMap<Key, Kept>,
}

/// A bucket before anything of it is shrunk.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    pub(super) programs: u64,
    /// The programs with the shortest texts, the shortest first: a short one costs least to shrink.
    pub(super) found: Vec<Found>,
}

impl Gathered {
    pub(super) fn keep(&mut self, found: Found) {
        self.diverged += 1;
        let bucket = self.buckets.entry(key(&found.divergence)).or_default();
        bucket.programs += 1;
        let rank = |found: &Found| (found.text.len(), found.index);
        let place = bucket.found.partition_point(|other| rank(other) < rank(&found));
        bucket.found.insert(place, found);
        bucket.found.truncate(KEPT_MAX);
    }

    /// The buckets, those that most programs showed first.
    pub(super) fn by_programs(&self) -> Vec<Kept> {
        let mut buckets: Vec<Kept> = self.buckets.values().cloned().collect();
        buckets.sort_by_key(|kept| Reverse(kept.programs));
        buckets
    }

    /// The buckets with what their programs were shrunk to. Those that shrank to the same shortest program stand together:
    /// most likely one mistake is behind them. First comes the mistake that most programs showed.
    pub(super) fn into_buckets(self, findings: Vec<Finding>) -> Vec<Bucket> {
        let mut buckets: BTreeMap<Key, Bucket> = BTreeMap::new();
        for finding in findings {
            let (blamed, signature) = key(&finding.divergence);
            let programs = self.buckets.get(&(blamed.clone(), signature.clone()));
            let programs = programs.map_or(0, |kept| kept.programs);
            let empty = || Bucket { blamed, signature, programs, findings: Vec::new() };
            buckets.entry(key(&finding.divergence)).or_insert_with(empty).keep(finding);
        }
        let mut weights: BTreeMap<String, u64> = BTreeMap::new();
        for bucket in buckets.values() {
            *weights.entry(bucket.shortest().to_owned()).or_default() += bucket.programs;
        }
        let mut buckets: Vec<Bucket> = buckets.into_values().collect();
        buckets.sort_by_cached_key(|bucket| {
            let shortest = bucket.shortest().to_owned();
            (Reverse(weights[&shortest]), shortest, Reverse(bucket.programs))
        });
        buckets
    }
}

impl Bucket {
    /// The shortest program that any of its programs was shrunk to while the divergence still resembled this one.
    #[must_use]
    pub fn shortest(&self) -> &str {
        self.findings.first().map_or("", |finding| &finding.shortest)
    }

    /// Different programs often shrink to the same one, which is kept once.
    fn keep(&mut self, finding: Finding) {
        let same = |other: &Finding| other.text == finding.text && other.check == finding.check;
        if self.findings.iter().any(same) {
            return;
        }
        self.findings.push(finding);
        self.findings.sort_by_key(|one| (!one.stable, one.steps, one.text.len(), one.index));
        self.findings.truncate(KEPT_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, Finding, Found, Gathered, KEPT_MAX};
    use crate::campaign::Check;
    use crate::lockstep::{Divergence, DivergenceKind, Phase, Place, Role, Signature};

    fn divergence(op: &str) -> Divergence {
        let signature = Signature {
            kind: DivergenceKind::Output,
            op: op.to_owned(),
            role: Role::Part("output".to_owned()),
            phase: Phase::Mutation,
        };
        Divergence {
            place: Place::Step(0),
            text: String::new(),
            signature,
            sides: ["model", "impl"].map(str::to_owned),
            request: None,
            about: String::new(),
            expected: String::new(),
            found: String::new(),
            objects: Vec::new(),
        }
    }

    fn found(index: u64, op: &str, length: usize) -> Found {
        let text = "#".repeat(length);
        Found { index, check: Check::Lockstep, text, divergence: divergence(op) }
    }

    fn finding(op: &str, text: &str, shortest: &str) -> Finding {
        Finding {
            index: 0,
            check: Check::Lockstep,
            text: text.to_owned(),
            steps: text.len(),
            divergence: divergence(op),
            shortest: shortest.to_owned(),
            executions: 1,
            stable: true,
        }
    }

    fn ops(buckets: &[Bucket]) -> Vec<(&str, u64, usize)> {
        let parts = |one: &Bucket| (one.programs, one.findings.len());
        buckets.iter().map(|one| (one.signature.op.as_str(), parts(one).0, parts(one).1)).collect()
    }

    #[test]
    fn the_shortest_programs_of_a_bucket_are_kept_and_all_are_counted() {
        let mut gathered = Gathered::default();
        (0..100).for_each(|index| gathered.keep(found(index, "append", 200 - index as usize)));
        gathered.keep(found(7, "clear", 1));
        let buckets = gathered.by_programs();
        assert_eq!(gathered.diverged, 101);
        assert_eq!(buckets.iter().map(|one| one.programs).collect::<Vec<_>>(), [100, 1]);
        let kept: Vec<u64> = buckets[0].found.iter().map(|one| one.index).collect();
        assert_eq!(kept, [99, 98, 97, 96, 95]);
        assert_eq!(kept.len(), KEPT_MAX);
    }

    #[test]
    fn buckets_with_one_shortest_program_stand_together() {
        let mut gathered = Gathered::default();
        for (op, count) in [("append", 3), ("clear", 4), ("del", 2)] {
            (0..count).for_each(|index| gathered.keep(found(index, op, 9)));
        }
        let buckets = gathered.into_buckets(vec![
            finding("append", "long", "x"),
            finding("clear", "other", "other"),
            finding("del", "longer", "x"),
            finding("append", "long", "x"),
            finding("bind", "x", "x"),
        ]);
        let expected = [("append", 3, 1), ("del", 2, 1), ("bind", 0, 1), ("clear", 4, 1)];
        assert_eq!(ops(&buckets), expected);
    }
}
