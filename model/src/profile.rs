//! How Python versions differ in what a program can see: one table, a row for each version.

/// The switches of one version. The numbers S1 … S17 are those of the reference semantics, section 0.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Its name: `3.11`.
    pub name: &'static str,
    /// S1: attributes live inside the instance until its `__dict__` is asked for; else each instance has a dict.
    pub inline_attributes: bool,
    /// S2: attributes are dropped in the order in which the class first saw their names; else in order of insertion.
    pub class_key_order: bool,
    /// S3: the `__dict__` of an instance is tracked like any dict; in 3.13.0 to 3.13.3 its values stay in the instance
    /// whatever it is updated from, and it is not (gh-133543).
    pub instance_dicts_tracked: bool,
    /// Deleting an attribute that an instance lacks gives it a dict where its class has no room for the name.
    pub deletion_makes_dict: bool,
    /// S4: instances of a class whose `__slots__` are empty have a header for the collector, with its finalized bit.
    pub empty_slots_collected: bool,
    /// S5: a collection waits for the end of the allocation, until the next step.
    pub deferred_collection: bool,
    /// S6: the first thresholds.
    pub thresholds: [u32; 3],
    /// S8: before finalizers run, weak references without a callback are cleared too.
    pub clear_all_first: bool,
    /// S9: weak references made by finalizers to what is still garbage are cleared, without callbacks.
    pub clear_again: bool,
    /// S10: one resurrected object saves all garbage of the collection.
    pub resurrection_aborts: bool,
    /// S11: dicts are tracked only while they may hold something that is.
    pub lazy_dicts: bool,
    /// S12: a tuple is tracked at birth whatever it holds.
    pub track_all_tuples: bool,
    /// S13: the largest integer that exists once.
    pub small_int_max: i128,
    /// S15: `sys.getrefcount` of a local variable counts the reference that is passed.
    pub local_argument_counted: bool,
    /// S16: a frame drops its variables from the last to the first.
    pub locals_reversed: bool,
    /// S17: the caller holds the arguments until the call ends.
    pub caller_holds_arguments: bool,
    /// S18: how deep deallocations nest before the rest waits (`PyTrash_UNWIND_LEVEL`). From 3.13 on it is what is left of the C
    /// stack that decides: deeper than programs nest where it matters.
    pub nesting_max: usize,
    /// The callback of a single weak reference runs with a reference to it held, as those of several do.
    pub single_callback_held: bool,
    /// The module has `gc.is_finalized`.
    pub has_is_finalized: bool,
    /// `copy` asks for the `__dict__` of an instance without attributes too (before `object.__getstate__` of 3.11).
    pub copy_makes_empty_dict: bool,
    /// `type(weakref).__name__`.
    pub weakref_type: &'static str,
}

/// CPython 3.11.
pub const P311: Profile = Profile {
    name: "3.11",
    inline_attributes: true,
    instance_dicts_tracked: true,
    deletion_makes_dict: true,
    class_key_order: true,
    empty_slots_collected: true,
    deferred_collection: false,
    thresholds: [700, 10, 10],
    clear_all_first: true,
    clear_again: false,
    resurrection_aborts: false,
    lazy_dicts: true,
    track_all_tuples: true,
    small_int_max: 256,
    local_argument_counted: true,
    locals_reversed: false,
    caller_holds_arguments: false,
    nesting_max: 50,
    single_callback_held: false,
    has_is_finalized: true,
    copy_makes_empty_dict: false,
    weakref_type: "ReferenceType",
};

/// CPython 3.10.
pub const P310: Profile = Profile {
    name: "3.10",
    inline_attributes: false,
    class_key_order: false,
    caller_holds_arguments: true,
    copy_makes_empty_dict: true,
    ..P311
};

/// CPython 3.9.
pub const P39: Profile = Profile { name: "3.9", weakref_type: "weakref", ..P310 };

/// CPython 3.8.
pub const P38: Profile = Profile {
    name: "3.8",
    empty_slots_collected: false,
    resurrection_aborts: true,
    has_is_finalized: false,
    ..P39
};

/// CPython 3.12.
pub const P312: Profile = Profile { name: "3.12", deferred_collection: true, ..P311 };

/// CPython 3.13.0 to 3.13.3.
pub const P313: Profile = Profile {
    name: "3.13",
    instance_dicts_tracked: false,
    deletion_makes_dict: false,
    thresholds: [2000, 10, 10],
    nesting_max: 1000,
    single_callback_held: true,
    ..P312
};

/// CPython 3.14.5 and later; 3.14.0 to 3.14.4 had an incremental collector, which is not modelled.
pub const P314: Profile = Profile {
    name: "3.14",
    instance_dicts_tracked: true,
    clear_again: true,
    lazy_dicts: false,
    track_all_tuples: false,
    local_argument_counted: false,
    locals_reversed: true,
    ..P313
};

/// CPython 3.15.
pub const P315: Profile =
    Profile { name: "3.15", clear_all_first: false, small_int_max: 1024, ..P314 };

/// Every profile, oldest first.
pub const ALL: [&Profile; 8] = [&P38, &P39, &P310, &P311, &P312, &P313, &P314, &P315];
