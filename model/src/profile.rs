//! How Python versions differ in what a program can see: one table, a rule for each switch.

use Version::{V3_8, V3_9, V3_10, V3_11, V3_12, V3_13, V3_14, V3_15};

/// A version of CPython. 3.13 is 3.13.0 to 3.13.3; 3.14 is 3.14.5 and later, as the incremental collector of 3.14.0 to 3.14.4
/// is not modelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the CPython of that number")]
pub enum Version {
    V3_8,
    V3_9,
    V3_10,
    V3_11,
    V3_12,
    V3_13,
    V3_14,
    V3_15,
}

/// Declares the switches, each with its value in a version.
macro_rules! switches {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $rule:expr;)*) => {
        /// The switches of one version. The numbers S1 … S18 are those of the reference semantics, section 0.3.
        #[derive(Debug, Clone, Copy)]
        pub struct Profile { $($(#[$doc])* pub $name: $type,)* }

        impl Profile {
            /// The switches of that version.
            #[must_use]
            pub fn of(version: Version) -> Self {
                $(let $name: fn(Version) -> $type = $rule;)*
                Self { $($name: $name(version),)* }
            }
        }
    };
}

switches! {
    /// S1: attributes live inside the instance until its `__dict__` is asked for; else each instance has a dict.
    inline_attributes: bool = |version| version >= V3_11;
    /// S2: attributes are dropped in the order in which the class first saw their names; else in order of insertion.
    class_key_order: bool = |version| version >= V3_11;
    /// S3: the `__dict__` of an instance is tracked like any dict; else its values stay in the instance, whatever it is
    /// updated from, and it is not (gh-133543).
    instance_dicts_tracked: bool = |version| version != V3_13;
    /// Deleting an attribute that an instance lacks gives it a dict where its class has no room for the name.
    deletion_makes_dict: bool = |version| version < V3_13;
    /// S4: instances of a class whose `__slots__` are empty have a header for the collector, with its finalized bit.
    empty_slots_collected: bool = |version| version >= V3_9;
    /// S5: a collection waits for the end of the allocation, until the next step.
    deferred_collection: bool = |version| version >= V3_12;
    /// S6: the first thresholds.
    thresholds: [u32; 3] = |version| [if version < V3_13 { 700 } else { 2000 }, 10, 10];
    /// S8: before finalizers run, weak references without a callback are cleared too.
    clear_all_first: bool = |version| version < V3_15;
    /// S9: weak references made by finalizers to what is still garbage are cleared, without callbacks.
    clear_again: bool = |version| version >= V3_14;
    /// S10: one resurrected object saves all garbage of the collection.
    resurrection_aborts: bool = |version| version == V3_8;
    /// S11: dicts are tracked only while they may hold something that is.
    lazy_dicts: bool = |version| version < V3_14;
    /// S12: a tuple is tracked at birth whatever it holds.
    track_all_tuples: bool = |version| version < V3_14;
    /// S13: the largest integer that exists once.
    small_int_max: i128 = |version| if version < V3_15 { 256 } else { 1024 };
    /// S15: `sys.getrefcount` of a local variable counts the reference that is passed.
    local_argument_counted: bool = |version| version < V3_14;
    /// S16: a frame drops its variables from the last to the first.
    locals_reversed: bool = |version| version >= V3_14;
    /// S17: the caller holds the arguments until the call ends.
    caller_holds_arguments: bool = |version| version <= V3_10;
    /// S18: how deep deallocations nest before the rest waits (`PyTrash_UNWIND_LEVEL`). From 3.13 on it is what is left of
    /// the C stack that decides: deeper than programs nest where it matters.
    nesting_max: usize = |version| if version < V3_13 { 50 } else { 1000 };
    /// The callback of a single weak reference runs with a reference to it held, as those of several do.
    single_callback_held: bool = |version| version >= V3_13;
    /// The module has `gc.is_finalized`.
    has_is_finalized: bool = |version| version >= V3_9;
    /// `copy` asks for the `__dict__` of an instance without attributes too (before `object.__getstate__` of 3.11).
    copy_makes_empty_dict: bool = |version| version <= V3_10;
    /// `type(weakref).__name__`.
    weakref_type: &'static str = |version| if version <= V3_9 { "weakref" } else { "ReferenceType" };
}
