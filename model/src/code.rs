//! What the model executes: a program whose names have been resolved, as Python's compiler does.

/// A program.
#[derive(Debug, Clone, Default)]
pub struct Code {
    /// The spelling of every variable.
    pub names: Vec<String>,
    /// The spelling of the attributes.
    pub attributes: Vec<String>,
    /// The constants of the text, each once, a tuple's items before it.
    pub constants: Vec<Constant>,
    /// The classes.
    pub classes: Vec<Class>,
    /// The functions.
    pub functions: Vec<Function>,
    /// The main block.
    pub main: Vec<Step>,
}

/// A constant of the text: one object for the whole program.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// An integer.
    Int(i128),
    /// A float.
    Float(f64),
    /// A text.
    Text(String),
    /// A tuple of the constants of these numbers.
    Tuple(Vec<usize>),
}

/// A class.
#[derive(Debug, Clone, Default)]
pub struct Class {
    /// Its spelling.
    pub name: String,
    /// Its `__slots__`: attributes in the order of the text.
    pub slots: Option<Vec<usize>>,
    /// Whether its instances can be weakly referenced.
    pub weakly_referenceable: bool,
    /// `__del__`, with one parameter.
    pub finalizer: Option<Function>,
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
#[derive(Debug, Clone)]
pub enum Step {
    /// The statement alone.
    Plain(Statement),
    /// In `try`, with a handler that prints the exception's class.
    Guarded(Statement),
    /// In `for _ in range(N)`.
    Repeated(u32, Statement),
}

/// What a step does.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the Python statement of that name")]
pub enum Statement {
    Bind(Variable, Expression),
    Call(usize, Vec<Value>),
    Augment(Variable, Value),
    SetItem(Variable, Key, Value),
    SetAttribute(Variable, usize, Value),
    Append(Variable, Value),
    Insert(Variable, i64, Value),
    Extend(Variable, Value),
    Clear(Variable),
    Delete(Variable),
    DeleteItem(Variable, Key),
    DeleteAttribute(Variable, usize),
    Collect(usize),
    Enable(bool),
    SetThreshold([u32; 3]),
    Freeze,
    Unfreeze,
    SaveAll(bool),
    ClearGarbage,
    Print(Vec<Argument>),
}

/// The right side of `x = …`.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the Python expression of that name")]
pub enum Expression {
    Value(Value),
    Item(Variable, Key),
    Attribute(Variable, usize),
    Pop(Variable),
    Referent(Variable),
    Copy(Value),
    DeepCopy(Value),
    Add(Value, Value),
    Call(usize, Vec<Value>),
    WeakReference(Value, Option<usize>),
}

/// A variable, a constant, a display or a new instance.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the Python form of that name")]
pub enum Value {
    Variable(Variable),
    Constant(usize),
    List(Vec<Value>),
    Tuple(Vec<Value>),
    Dict(Vec<(Key, Value)>),
    Set(Vec<Value>),
    New(usize),
}

/// A dict's key or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// An integer.
    Int(i64),
    /// A text.
    Text(String),
    /// In the `__dict__` of an instance, the attribute of that number.
    Attribute(usize),
}

/// An argument of `print`.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the Python form of that name")]
pub enum Argument {
    Value(Value),
    Attribute(Variable, usize),
    Item(Variable, Key),
    Is(Value, Value),
    Equal(Value, Value),
    TypeName(Value),
    Len(Value),
    ReferenceCount(Value),
    SameId(Value, Value),
    IdDifference(Value, Value),
    IsDead(Variable),
    Collect(usize),
    Counts,
    Thresholds,
    IsEnabled,
    IsTracked(Value),
    IsFinalized(Value),
    GarbageLen,
    FreezeCount,
    Collections(usize),
    ReferentsLen(Value),
    InGeneration(Value, usize),
}
