//! When an allocation starts a collection.

use super::{Collector, Generation};
use crate::object::state::State;
use crate::object::{Hooks, Mark};
use crate::planted::{Bug, planted};

impl<H: Hooks> State<H> {
    /// Counts an object of a collected kind that is being allocated, and runs the collection that is due, if one is
    /// (CPython 3.11, `Modules/gcmodule.c`, `gc_alloc`).
    pub(crate) fn count_allocation(&self) {
        let count = &self.collector.counts[0];
        count.set(count.get().saturating_add(1));
        if let Some(generation) = self.wanted() {
            self.mark(Mark::AutomaticCollection);
            self.collect(generation);
        } else if self.collector.is_due() {
            self.collect_due();
        }
    }

    /// What the hooks want to be collected; they are asked only where a collection could start.
    #[inline]
    fn wanted(&self) -> Option<Generation> {
        if self.collector.may_start() { self.hooks.collection_wanted() } else { None }
    }

    /// Collects the oldest generation whose threshold is exceeded. The oldest of all is also put off until what is new in it
    /// is a quarter of what it kept (`gc_collect_generations`).
    #[cold]
    fn collect_due(&self) {
        self.mark(Mark::AutomaticCollection);
        for generation in Generation::ALL.into_iter().rev() {
            if !self.collector.exceeds(generation) {
                continue;
            }
            if generation == Generation::Old && self.collector.few_are_new() {
                self.mark(Mark::QuarterRule);
                continue;
            }
            self.collect(generation);
            return;
        }
    }
}

impl<H: Hooks> Collector<H> {
    fn is_due(&self) -> bool {
        self.exceeds(Generation::Young)
            && (self.thresholds[0].get() != 0 || planted(Bug::CollectsWithThresholdZero))
            && self.may_start()
    }

    /// Whether an allocation may start a collection.
    fn may_start(&self) -> bool {
        self.automatic
            && (self.enabled.get() || planted(Bug::CollectsAlthoughDisabled))
            && !self.collecting.get()
    }

    fn exceeds(&self, generation: Generation) -> bool {
        let number = generation.number();
        let (count, threshold) = (self.counts[number].get(), self.thresholds[number].get());
        count > threshold || planted(Bug::CollectsAtThreshold) && count == threshold
    }

    fn few_are_new(&self) -> bool {
        let few = self.long_lived_pending.get() < self.long_lived_total.get() / 4;
        few && !planted(Bug::QuarterRuleIgnored)
    }
}
