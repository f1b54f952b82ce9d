//! A [`Program`]: the abstract syntax of the language that every engine speaks.
//!
//! It is pure syntax. Names are indices into tables, so that a step is a small value that can be copied, compared and
//! encoded; whether a name is local or global follows from the text, as in Python (see [`super::scope`]). Any list of
//! steps is a program: removing one never makes the rest meaningless.

use super::geometry::Geometry;
use super::zeal::Zeal;

/// A program: classes, functions, then the steps of the main block.
#[derive(Clone, PartialEq, Default)]
pub struct Program {
    /// The allocator's shape while this program runs. Its text is the comment `# geometry: NAME`.
    pub geometry: Geometry,
    /// The collections that a run makes on purpose. Its text is the comment `# zeal: ZEAL`.
    pub zeal: Option<Zeal>,
    /// The spelling of every variable, in the order of [`Name`].
    pub names: Vec<String>,
    /// The spelling of every instance attribute, in the order of [`Attribute`].
    pub attributes: Vec<String>,
    /// In the order of [`ClassId`].
    pub classes: Vec<Class>,
    /// In the order of [`FunctionId`].
    pub functions: Vec<Function>,
    /// The main block: one statement a step.
    pub main: Vec<Step>,
}

/// A variable: an index into [`Program::names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(pub u16);

/// An instance attribute: an index into [`Program::attributes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attribute(pub u16);

/// A class: an index into [`Program::classes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassId(pub u16);

/// A function: an index into [`Program::functions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FunctionId(pub u16);

/// `class NAME: …`
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Class {
    /// Its spelling.
    pub name: String,
    /// `__slots__`, where the class has them; without them instances take any attribute.
    pub slots: Option<Slots>,
    /// `def __del__(self): …`
    pub finalizer: Option<Finalizer>,
}

/// `__slots__ = ('a', 'b', '__weakref__')`
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slots {
    /// The attributes that instances may have, in the order of the text, each once.
    pub attributes: Vec<Attribute>,
    /// Whether `'__weakref__'` is among them (written last), so that instances can be weakly referenced.
    pub weakref: bool,
}

/// `def __del__(self): …`
#[derive(Debug, Clone, PartialEq)]
pub struct Finalizer {
    /// The parameter, `self` by custom.
    pub receiver: Name,
    /// What it does.
    pub body: Body,
}

/// `def NAME(PARAMETERS): …`; also the callback of weak references, when it has one parameter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Function {
    /// Its spelling.
    pub name: String,
    /// In order, each once.
    pub parameters: Vec<Name>,
    /// What it does.
    pub body: Body,
    /// `return NAME`, the last line, where there is one.
    pub returns: Option<Name>,
}

/// The lines of a function or finalizer. Empty, it is written `pass`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// Declared by `global NAME` lines, one line each, before the steps; in order, each once, none a parameter.
    pub globals: Vec<Name>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// One statement as it stands in a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// `STATEMENT`
    Plain(Statement),
    /// `try: STATEMENT` / `except Exception as error: print(type(error).__name__)`
    Guarded(Statement),
    /// `for _ in range(COUNT): STATEMENT`
    Repeated(u32, Statement),
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// `x = EXPRESSION`
    Bind(Name, Expression),
    /// `f0(a, b)`, the result dropped.
    Call(FunctionId, Vec<Value>),
    /// `x += VALUE`
    Augment(Name, Value),
    /// `y[KEY] = VALUE`
    SetItem(Name, Key, Value),
    /// `y.a = VALUE`
    SetAttribute(Name, Attribute, Value),
    /// `y.append(VALUE)`
    Append(Name, Value),
    /// `y.insert(INDEX, VALUE)`
    Insert(Name, i64, Value),
    /// `y.extend(VALUE)`
    Extend(Name, Value),
    /// `y.clear()`
    Clear(Name),
    /// `del x`
    Delete(Name),
    /// `del y[KEY]`
    DeleteItem(Name, Key),
    /// `del y.a`
    DeleteAttribute(Name, Attribute),
    /// `gc.collect()` (`None`) or `gc.collect(GENERATION)`, 0 to 2.
    Collect(Option<u8>),
    /// `gc.enable()`
    Enable,
    /// `gc.disable()`
    Disable,
    /// `gc.set_threshold(a, b, c)`
    SetThreshold([u32; 3]),
    /// `gc.freeze()`
    Freeze,
    /// `gc.unfreeze()`
    Unfreeze,
    /// `gc.set_debug(gc.DEBUG_SAVEALL)` (`true`) or `gc.set_debug(0)`.
    SaveAll(bool),
    /// `gc.garbage.clear()`
    ClearGarbage,
    /// `print(ARGUMENT, …)`
    Print(Vec<Argument>),
}

/// The right side of `x = …`.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// `VALUE`
    Value(Value),
    /// `y[KEY]`
    Item(Name, Key),
    /// `y.a`
    Attribute(Name, Attribute),
    /// `y.pop()`
    Pop(Name),
    /// `w()`: the referent of a weak reference, or `None`.
    Referent(Name),
    /// `copy.copy(VALUE)`
    Copy(Value),
    /// `copy.deepcopy(VALUE)`
    DeepCopy(Value),
    /// `VALUE + VALUE`
    Add(Value, Value),
    /// `f0(a, b)`
    Call(FunctionId, Vec<Value>),
    /// `weakref.ref(VALUE)` or `weakref.ref(VALUE, f0)`
    WeakReference(Value, Option<FunctionId>),
}

/// What may stand wherever a name may: a name, a literal, a display or a new instance.
///
/// Displays nest at most [`VALUE_DEPTH_MAX`] deep.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `x`
    Name(Name),
    /// `10`, `2.5`, `'text'`, `None`, `True`
    Literal(Literal),
    /// `[a, b]`
    List(Vec<Value>),
    /// `(a, b)`, `(a,)`, `()`
    Tuple(Vec<Value>),
    /// `{'k': a}`, `{}`; a repeated key is evaluated again, as in Python.
    Dict(Vec<(Key, Value)>),
    /// `{a, b}`; never empty, since `{}` is a dict.
    Set(Vec<Value>),
    /// `C0()`
    New(ClassId),
}

/// How deep displays may nest: `[[x]]` is 2.
pub const VALUE_DEPTH_MAX: usize = 8;

/// A constant of the text. Equal ones are the same constant: `1`, `1.0` and `True` differ, and so do `0.0` and `-0.0`.
#[derive(Debug, Clone)]
pub enum Literal {
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// `10`, `-3`
    Int(i64),
    /// `2.5`, `-0.5`; finite.
    Float(f64),
    /// `'text'`: printable ASCII.
    Text(String),
}

impl PartialEq for Literal {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Bool(left), Self::Bool(right)) => left == right,
            (Self::Int(left), Self::Int(right)) => left == right,
            (Self::Float(left), Self::Float(right)) => left.to_bits() == right.to_bits(),
            (Self::Text(left), Self::Text(right)) => left == right,
            _ => false,
        }
    }
}

/// An index or a dict's key: a literal, `y[0]`, `y[-1]`, `y['k']`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// An integer.
    Int(i64),
    /// Printable ASCII.
    Text(String),
}

/// An argument of `print`.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// `10`, `'text'`
    Literal(Literal),
    /// `x`
    Name(Name),
    /// `x.a`
    Attribute(Name, Attribute),
    /// `x[KEY]`
    Item(Name, Key),
    /// `VALUE is VALUE`
    Is(Value, Value),
    /// `VALUE == VALUE`
    Equal(Value, Value),
    /// `type(VALUE).__name__`
    TypeName(Value),
    /// `len(VALUE)`
    Len(Value),
    /// `sys.getrefcount(VALUE)`
    ReferenceCount(Value),
    /// `id(VALUE) == id(VALUE)`
    SameId(Value, Value),
    /// `id(VALUE) - id(VALUE)`
    IdDifference(Value, Value),
    /// `w() is None`
    IsDead(Name),
    /// `gc.collect()` or `gc.collect(GENERATION)`
    Collect(Option<u8>),
    /// `gc.get_count()`
    Counts,
    /// `gc.get_threshold()`
    Thresholds,
    /// `gc.isenabled()`
    IsEnabled,
    /// `gc.is_tracked(VALUE)`
    IsTracked(Value),
    /// `gc.is_finalized(VALUE)`
    IsFinalized(Value),
    /// `len(gc.garbage)`
    GarbageLen,
    /// `gc.get_freeze_count()`
    FreezeCount,
    /// `gc.get_stats()[GENERATION]['collections']`
    Collections(u8),
    /// `len(gc.get_referents(VALUE))`
    ReferentsLen(Value),
    /// `VALUE in gc.get_objects(GENERATION)`
    InGeneration(Value, u8),
}
