//! What the model executes: a program whose names have been resolved, and whose statements have been taken apart into
//! operations on a stack of operands, as Python's compiler does (`Python/compile.c`).

use crate::object::{Kind, Label};

/// A program.
#[derive(Debug, Clone, Default)]
pub struct Code {
    /// The spelling of every variable.
    pub names: Vec<String>,
    /// What attributes and the keys of dicts are called, each once: texts, and integers.
    pub keys: Vec<Kind>,
    /// The constants of the text, each once and one object for the whole program: what it is; for a tuple, which of the
    /// constants before it are its items.
    pub constants: Vec<(Kind, Vec<usize>)>,
    /// The classes.
    pub classes: Vec<Class>,
    /// The functions and finalizers.
    pub functions: Vec<Function>,
    /// The main block.
    pub main: Vec<Step>,
}

/// A class.
#[derive(Debug, Clone, Default)]
pub struct Class {
    /// Its spelling.
    pub name: String,
    /// Its `__slots__`: attributes in the order of the text.
    pub slots: Option<Vec<Label>>,
    /// Whether its instances can be weakly referenced.
    pub weakly_referenceable: bool,
    /// `__del__`: a function of one parameter.
    pub finalizer: Option<usize>,
}

/// A function, callback or finalizer.
#[derive(Debug, Clone, Default)]
pub struct Function {
    /// Its spelling.
    pub name: String,
    /// How many of the locals are parameters: the first.
    pub parameters: usize,
    /// The names of its local variables, in the order in which its frame drops them: parameters first.
    pub locals: Vec<usize>,
    /// What it does.
    pub steps: Vec<Step>,
    /// The variable that it returns, else `None`.
    pub returns: Option<Variable>,
}

/// A variable, by its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// Of the module: its name.
    Global(usize),
    /// Of the innermost frame: its place there, and its name.
    Local(usize, usize),
}

/// One statement as it stands in a block.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// How often: in `for _ in range(N)`.
    pub times: u32,
    /// Whether it is in `try`, with a handler that prints the exception's class.
    pub guarded: bool,
    /// The statement.
    pub operations: Vec<Operation>,
}

/// What the evaluator does at once. Operands are on the stack, the result is put there; the comments show them in their order.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the Python operation of that name")]
pub enum Operation {
    Constant(usize),
    Load(Variable),
    /// value
    Store(Variable),
    Delete(Variable),
    /// value
    Drop,
    /// items: so many
    List(usize),
    /// items: so many
    Tuple(usize),
    /// values of these keys
    Dict(Vec<Label>),
    /// items: so many; and whether the compiler makes them a frozenset first
    Set(usize, bool),
    New(usize),
    /// container
    Item(Label),
    /// value, container
    SetItem(Label),
    /// container
    DeleteItem(Label),
    /// owner
    Attribute(Label),
    /// value, owner
    SetAttribute(Label),
    /// owner
    DeleteAttribute(Label),
    /// object, which must have the method and stays: a method is looked up before its arguments are evaluated
    Method(&'static str),
    /// list, value
    Append,
    /// list, value
    Insert(i64),
    /// list, iterable
    Extend,
    /// container
    Clear,
    /// container
    Pop,
    /// weak reference
    Referent,
    /// target; and the callback
    WeakReference(Option<usize>),
    /// original
    Copy,
    /// original
    DeepCopy,
    /// left, right
    Add,
    /// left, right
    AddInPlace,
    /// arguments: so many, of that function
    Call(usize, usize),
    Collect(usize),
    Enable(bool),
    SetThreshold([u32; 3]),
    Freeze,
    Unfreeze,
    SaveAll(bool),
    ClearGarbage,
    /// The name is looked up in the module `gc`, which has it from 3.9 on.
    LookUpIsFinalized,
    Print(Vec<Argument>),
}

/// An argument of `print`: its operands, then what is said of them, else the operand itself.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is one of the two")]
pub struct Argument {
    pub operands: Vec<Operation>,
    pub fact: Option<Fact>,
}

/// What an argument of `print` says.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "each is the Python form of that name")]
pub enum Fact {
    Is,
    Equal,
    IdDifference,
    IsNone,
    TypeName,
    Len,
    /// Whether the operand was loaded from a local variable.
    ReferenceCount(bool),
    IsTracked,
    IsFinalized,
    ReferentsLen,
    InGeneration(usize),
    Collect(usize),
    Counts,
    Thresholds,
    IsEnabled,
    GarbageLen,
    FreezeCount,
    Collections(usize),
}

impl Code {
    /// The spelling of an attribute.
    pub(crate) fn text(&self, attribute: Label) -> &str {
        match &self.keys[attribute] {
            Kind::Text(text) => text,
            other => unreachable!("the attribute {other:?} is no text"),
        }
    }
}
