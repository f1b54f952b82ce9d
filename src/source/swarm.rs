//! The weights of one program: which families of steps it has, and how often.

use super::dice::Dice;
use super::generator::Generator;

/// A family of steps: tries to write one, and says whether it did.
pub(super) type Family = fn(&mut Generator) -> bool;

/// The families of the main block, each with its usual share.
pub(super) const FAMILIES: [(Family, u8); 22] = [
    (Generator::bind_value, 4),
    (Generator::bind_display, 8),
    (Generator::bind_instance, 8),
    (Generator::bind_item, 4),
    (Generator::bind_attribute, 4),
    (Generator::bind_sum, 2),
    (Generator::bind_copy, 3),
    (Generator::call, 5),
    (Generator::delete, 8),
    (Generator::set_item, 6),
    (Generator::set_attribute, 10),
    (Generator::grow_list, 8),
    (Generator::shrink, 4),
    (Generator::augment, 3),
    (Generator::weak_reference, 12),
    (Generator::referent, 3),
    (Generator::collect, 9),
    (Generator::steer_collector, 4),
    (Generator::repeat, 3),
    (Generator::show, 10),
    (Generator::shape, 12),
    (Generator::wild, 3),
];

/// How often each family is tried in one program.
#[derive(Debug)]
pub(super) struct Swarm([u8; FAMILIES.len()]);

impl Swarm {
    /// A third of the families is off. The others weigh between a third and seven times their usual share.
    pub(super) fn new(dice: &mut Dice) -> Self {
        Self(FAMILIES.map(|(_, share)| {
            if dice.percent(33) { 0 } else { (share * dice.pick(&[1, 3, 9, 21])).div_ceil(3) }
        }))
    }

    pub(super) fn family(&self, dice: &mut Dice) -> Family {
        FAMILIES[dice.weighted(&self.0)].0
    }
}
