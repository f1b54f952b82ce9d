//! What follows from a program's text before it runs: which names are local, and which constants it has.

use super::syntax::{
    Argument, Body, Expression, Function, Key, Literal, Name, Program, Statement, Step, Value,
};

/// How a statement uses a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It is read.
    Read,
    /// It is bound or unbound: in a function, that makes it local unless declared `global`.
    Bind,
}

/// A constant of the text: one object for the whole program, held by its code (CPython 3.8 and later merge equal constants
/// of one compilation, `Python/compile.c`, `merge_const_one`).
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// A literal.
    Literal(Literal),
    /// A tuple display of constants: folded when the text is compiled.
    Tuple(Vec<Constant>),
}

impl Constant {
    /// The constant that the compiler folds `self + other` into (`Python/ast_opt.c`, `fold_binop`): two numbers, two texts or
    /// two tuples. A sum that is no literal of the language is left to run time.
    fn plus(&self, other: &Self) -> Option<Self> {
        if let (Some(left), Some(right)) = (self.int(), other.int()) {
            return left.checked_add(right).map(|sum| Self::Literal(Literal::Int(sum)));
        }
        if let (Some(left), Some(right)) = (self.float(), other.float()) {
            let sum = left + right;
            return sum.is_finite().then_some(Self::Literal(Literal::Float(sum)));
        }
        match (self, other) {
            (Self::Literal(Literal::Text(left)), Self::Literal(Literal::Text(right))) => {
                Some(Self::Literal(Literal::Text(format!("{left}{right}"))))
            }
            (Self::Tuple(left), Self::Tuple(right)) => {
                Some(Self::Tuple([left.as_slice(), right].concat()))
            }
            _ => None,
        }
    }

    /// Whether it is this literal.
    #[must_use]
    pub fn is_literal(&self, literal: &Literal) -> bool {
        matches!(self, Self::Literal(it) if it == literal)
    }

    /// Whether it is the object that a dict has as this key.
    #[must_use]
    pub fn is_key(&self, key: &Key) -> bool {
        match (self, key) {
            (Self::Literal(Literal::Int(value)), Key::Int(key)) => value == key,
            (Self::Literal(Literal::Text(text)), Key::Text(key)) => text == key,
            _ => false,
        }
    }

    fn int(&self) -> Option<i64> {
        match self {
            Self::Literal(Literal::Int(value)) => Some(*value),
            Self::Literal(Literal::Bool(value)) => Some(i64::from(*value)),
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "as Python converts")]
    fn float(&self) -> Option<f64> {
        match self {
            Self::Literal(Literal::Float(value)) => Some(*value),
            _ => self.int().map(|value| value as f64),
        }
    }

    /// The constant's items and theirs, each before what holds it, then the constant.
    fn with_items(self, add: &mut dyn FnMut(Self)) {
        if let Self::Tuple(items) = &self {
            items.iter().for_each(|item| item.clone().with_items(add));
        }
        add(self);
    }
}

/// How many constants a set display has at least for the compiler to fold them into a frozenset.
const FOLDED_SET_MIN: usize = 3;

impl Value {
    /// The constant that this value is, if the compiler folds it.
    #[must_use]
    pub fn constant(&self) -> Option<Constant> {
        match self {
            Self::Literal(literal) => Some(Constant::Literal(literal.clone())),
            Self::Tuple(items) => {
                items.iter().map(Self::constant).collect::<Option<_>>().map(Constant::Tuple)
            }
            _ => None,
        }
    }

    /// Whether the compiler folds it into a constant.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        match self {
            Self::Literal(_) => true,
            Self::Tuple(items) => items.iter().all(Self::is_constant),
            _ => false,
        }
    }

    /// The items of a set display that the compiler folds.
    fn folded_set(&self) -> Option<Vec<Constant>> {
        match self {
            Self::Set(items) if items.len() >= FOLDED_SET_MIN => {
                items.iter().map(Self::constant).collect()
            }
            _ => None,
        }
    }

    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Part<'a>)) {
        match self {
            Self::Name(name) => visit(Part::Name(*name, Access::Read)),
            Self::Literal(literal) => visit(Part::Literal(literal)),
            Self::Tuple(_) if self.is_constant() => visit(Part::Tuple(self)),
            Self::Tuple(items) => items.iter().for_each(|item| item.walk(visit)),
            Self::Set(items) => {
                items.iter().for_each(|item| item.walk(visit));
                visit(Part::Set(self, items));
            }
            Self::List(items) => items.iter().for_each(|item| item.walk(visit)),
            Self::Dict(items) => {
                for (key, value) in items {
                    visit(Part::Key(key));
                    value.walk(visit);
                }
            }
            Self::New(_) => {}
        }
    }
}

/// What a walk over a statement meets.
enum Part<'a> {
    Name(Name, Access),
    Literal(&'a Literal),
    /// A tuple display that is a constant.
    Tuple(&'a Value),
    /// What a sum is folded into.
    Sum(Constant),
    /// A key that a dict is given.
    Key(&'a Key),
    /// A set display, after its items.
    Set(&'a Value, &'a [Value]),
}

impl Step {
    /// The statement, whatever stands around it.
    #[must_use]
    pub fn statement(&self) -> &Statement {
        match self {
            Self::Plain(statement) | Self::Guarded(statement) | Self::Repeated(_, statement) => {
                statement
            }
        }
    }
}

impl Statement {
    /// Visits the names of this statement in the order in which CPython's compiler meets them.
    pub fn names(&self, visit: &mut dyn FnMut(Name, Access)) {
        self.walk(&mut |part| {
            if let Part::Name(name, access) = part {
                visit(name, access);
            }
        });
    }

    /// Visits the items of each set display in this statement.
    pub fn set_displays(&self, visit: &mut dyn FnMut(&[Value])) {
        self.walk(&mut |part| {
            if let Part::Set(_, items) = part {
                visit(items);
            }
        });
    }

    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Part<'a>)) {
        use Access::{Bind, Read};
        match self {
            Self::Bind(name, expression) => {
                expression.walk(visit);
                visit(Part::Name(*name, Bind));
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|value| value.walk(visit)),
            Self::Augment(name, value) => {
                visit(Part::Name(*name, Read));
                value.walk(visit);
                visit(Part::Name(*name, Bind));
            }
            Self::SetItem(name, key, value) => {
                value.walk(visit);
                visit(Part::Name(*name, Read));
                visit(Part::Key(key));
            }
            Self::SetAttribute(name, _, value) => {
                value.walk(visit);
                visit(Part::Name(*name, Read));
            }
            Self::Append(name, value)
            | Self::Insert(name, _, value)
            | Self::Extend(name, value) => {
                visit(Part::Name(*name, Read));
                value.walk(visit);
            }
            Self::Delete(name) => visit(Part::Name(*name, Bind)),
            Self::Clear(name) | Self::DeleteItem(name, _) | Self::DeleteAttribute(name, _) => {
                visit(Part::Name(*name, Read));
            }
            Self::Print(arguments) => arguments.iter().for_each(|argument| argument.walk(visit)),
            Self::Collect(_)
            | Self::Enable
            | Self::Disable
            | Self::SetThreshold(_)
            | Self::Freeze
            | Self::Unfreeze
            | Self::SaveAll(_)
            | Self::ClearGarbage => {}
        }
    }
}

impl Expression {
    /// The constant that the compiler folds it into, if it does.
    #[must_use]
    pub fn constant(&self) -> Option<Constant> {
        match self {
            Self::Value(value) => value.constant(),
            Self::Add(left, right) => left.constant()?.plus(&right.constant()?),
            _ => None,
        }
    }

    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Part<'a>)) {
        match self {
            Self::Value(value)
            | Self::Copy(value)
            | Self::DeepCopy(value)
            | Self::WeakReference(value, _) => value.walk(visit),
            Self::Item(name, _)
            | Self::Attribute(name, _)
            | Self::Pop(name)
            | Self::Referent(name) => {
                visit(Part::Name(*name, Access::Read));
            }
            Self::Add(left, right) => match self.constant() {
                Some(constant) => visit(Part::Sum(constant)),
                None => [left, right].into_iter().for_each(|value| value.walk(visit)),
            },
            Self::Call(_, arguments) => arguments.iter().for_each(|value| value.walk(visit)),
        }
    }
}

impl Argument {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Part<'a>)) {
        match self {
            Self::Literal(literal) => visit(Part::Literal(literal)),
            Self::Name(name)
            | Self::Attribute(name, _)
            | Self::Item(name, _)
            | Self::IsDead(name) => {
                visit(Part::Name(*name, Access::Read));
            }
            Self::Is(left, right)
            | Self::Equal(left, right)
            | Self::SameId(left, right)
            | Self::IdDifference(left, right) => {
                [left, right].into_iter().for_each(|value| value.walk(visit));
            }
            Self::TypeName(value)
            | Self::Len(value)
            | Self::ReferenceCount(value)
            | Self::IsTracked(value)
            | Self::IsFinalized(value)
            | Self::ReferentsLen(value)
            | Self::InGeneration(value, _) => value.walk(visit),
            Self::Collect(_)
            | Self::Counts
            | Self::Thresholds
            | Self::IsEnabled
            | Self::GarbageLen
            | Self::FreezeCount
            | Self::Collections(_) => {}
        }
    }
}

impl Body {
    /// The local names of a function with this body, in the order in which its frame drops them: the parameters, then the
    /// other names that it binds, by their first appearance (CPython `co_varnames`).
    #[must_use]
    pub fn locals(&self, parameters: &[Name]) -> Vec<Name> {
        let mut bound = Vec::new();
        let mut met = parameters.to_vec();
        for step in &self.steps {
            step.statement().names(&mut |name, access| {
                if !met.contains(&name) {
                    met.push(name);
                }
                if access == Access::Bind && !bound.contains(&name) {
                    bound.push(name);
                }
            });
        }
        met.retain(|name| {
            parameters.contains(name) || (bound.contains(name) && !self.globals.contains(name))
        });
        met
    }
}

impl Key {
    /// The key as a literal.
    #[must_use]
    pub fn literal(&self) -> Literal {
        match self {
            Self::Int(value) => Literal::Int(*value),
            Self::Text(text) => Literal::Text(text.clone()),
        }
    }
}

impl Program {
    /// Every body, in the order of the text: finalizers, functions, the main block.
    pub fn blocks(&self) -> impl Iterator<Item = &[Step]> {
        let finalizers = self.classes.iter().filter_map(|class| class.finalizer.as_ref());
        finalizers
            .map(|finalizer| &finalizer.body)
            .chain(self.functions.iter().map(|function: &Function| &function.body))
            .map(|body| body.steps.as_slice())
            .chain([self.main.as_slice()])
    }

    /// The constants of the text in the order of the text, each once, a tuple's items before it; also those that are shared
    /// by the whole interpreter, such as `None` and small integers. The keys that dicts are given are among them.
    #[must_use]
    pub fn constants(&self) -> Vec<Constant> {
        let mut constants: Vec<Constant> = Vec::new();
        let add_with_items = |constants: &mut Vec<Constant>, constant: Constant| {
            constant.with_items(&mut |constant| {
                if !constants.contains(&constant) {
                    constants.push(constant);
                }
            });
        };
        for step in self.blocks().flatten() {
            step.statement().walk(&mut |part| match part {
                Part::Name(..) | Part::Set(..) => {}
                Part::Literal(literal) => {
                    if !constants.iter().any(|constant| constant.is_literal(literal)) {
                        constants.push(Constant::Literal(literal.clone()));
                    }
                }
                Part::Tuple(tuple) => {
                    if let Some(constant) = tuple.constant() {
                        add_with_items(&mut constants, constant);
                    }
                }
                Part::Sum(constant) => add_with_items(&mut constants, constant),
                Part::Key(key) => {
                    if !constants.iter().any(|constant| constant.is_key(key)) {
                        constants.push(Constant::Literal(key.literal()));
                    }
                }
            });
        }
        constants
    }

    /// The display that a folded set display's items are taken from: equal frozensets are one constant of the text, the first
    /// of them, and so have its order.
    #[must_use]
    pub fn folded_set<'a>(&'a self, display: &'a Value) -> Option<&'a [Value]> {
        let wanted = display.folded_set()?;
        let mut first = None;
        for step in self.blocks().flatten() {
            step.statement().walk(&mut |part| {
                if let Part::Set(display, items) = part
                    && first.is_none()
                    && display.folded_set().is_some_and(|items| is_same_set(&items, &wanted))
                {
                    first = Some(items);
                }
            });
        }
        first
    }
}

/// Whether these are the same constants, in any order and any number.
fn is_same_set(items: &[Constant], wanted: &[Constant]) -> bool {
    items.iter().all(|item| wanted.contains(item)) && wanted.iter().all(|item| items.contains(item))
}
