//! A walk over everything in a program that has rules of its own, in the order of the text.

use super::syntax::{
    Argument, Attribute, Body, Class, ClassId, Expression, Function, FunctionId, Key, Literal,
    Name, Statement, Step, Value,
};

/// What the walk meets.
#[derive(Debug)]
pub(super) enum Part<'a> {
    Name(&'a mut Name),
    Attribute(&'a mut Attribute),
    Class(&'a mut ClassId),
    Function(&'a mut FunctionId),
    Literal(&'a mut Literal),
    Key(&'a mut Key),
    Generation(&'a mut u8),
    Thresholds(&'a mut [u32; 3]),
    /// A value, before what is in it; not those that are inside another.
    Value(&'a mut Value),
}

type Visit<'a> = dyn FnMut(Part<'_>) + 'a;

impl Class {
    pub(super) fn parts(&mut self, visit: &mut Visit<'_>) {
        for slot in self.slots.iter_mut().flat_map(|slots| &mut slots.attributes) {
            visit(Part::Attribute(slot));
        }
        if let Some(finalizer) = &mut self.finalizer {
            visit(Part::Name(&mut finalizer.receiver));
            finalizer.body.parts(visit);
        }
    }
}

impl Function {
    pub(super) fn parts(&mut self, visit: &mut Visit<'_>) {
        self.parameters.iter_mut().for_each(|name| visit(Part::Name(name)));
        self.body.parts(visit);
        self.returns.iter_mut().for_each(|name| visit(Part::Name(name)));
    }
}

impl Body {
    fn parts(&mut self, visit: &mut Visit<'_>) {
        self.globals.iter_mut().for_each(|name| visit(Part::Name(name)));
        self.steps.iter_mut().for_each(|step| step.parts(visit));
    }
}

impl Step {
    pub(super) fn parts(&mut self, visit: &mut Visit<'_>) {
        match self {
            Self::Plain(statement) | Self::Guarded(statement) | Self::Repeated(_, statement) => {
                statement.parts(visit);
            }
        }
    }
}

impl Statement {
    fn parts(&mut self, visit: &mut Visit<'_>) {
        match self {
            Self::Bind(name, expression) => {
                visit(Part::Name(name));
                expression.parts(visit);
            }
            Self::Call(function, arguments) => {
                visit(Part::Function(function));
                values(arguments, visit);
            }
            Self::Augment(name, value)
            | Self::Append(name, value)
            | Self::Insert(name, _, value)
            | Self::Extend(name, value) => {
                visit(Part::Name(name));
                value.parts(visit);
            }
            Self::SetItem(name, key, value) => {
                visit(Part::Name(name));
                visit(Part::Key(key));
                value.parts(visit);
            }
            Self::SetAttribute(name, attribute, value) => {
                visit(Part::Name(name));
                visit(Part::Attribute(attribute));
                value.parts(visit);
            }
            Self::Clear(name) | Self::Delete(name) => visit(Part::Name(name)),
            Self::DeleteItem(name, key) => {
                visit(Part::Name(name));
                visit(Part::Key(key));
            }
            Self::DeleteAttribute(name, attribute) => {
                visit(Part::Name(name));
                visit(Part::Attribute(attribute));
            }
            Self::Collect(generation) => {
                generation.iter_mut().for_each(|generation| visit(Part::Generation(generation)));
            }
            Self::SetThreshold(thresholds) => visit(Part::Thresholds(thresholds)),
            Self::Print(arguments) => arguments.iter_mut().for_each(|part| part.parts(visit)),
            Self::Enable
            | Self::Disable
            | Self::Freeze
            | Self::Unfreeze
            | Self::SaveAll(_)
            | Self::ClearGarbage => {}
        }
    }
}

impl Expression {
    fn parts(&mut self, visit: &mut Visit<'_>) {
        match self {
            Self::Value(value) | Self::Copy(value) | Self::DeepCopy(value) => value.parts(visit),
            Self::Item(name, key) => {
                visit(Part::Name(name));
                visit(Part::Key(key));
            }
            Self::Attribute(name, attribute) => {
                visit(Part::Name(name));
                visit(Part::Attribute(attribute));
            }
            Self::Pop(name) | Self::Referent(name) => visit(Part::Name(name)),
            Self::Add(left, right) => {
                left.parts(visit);
                right.parts(visit);
            }
            Self::Call(function, arguments) => {
                visit(Part::Function(function));
                values(arguments, visit);
            }
            Self::WeakReference(value, callback) => {
                value.parts(visit);
                callback.iter_mut().for_each(|function| visit(Part::Function(function)));
            }
        }
    }
}

impl Argument {
    fn parts(&mut self, visit: &mut Visit<'_>) {
        match self {
            Self::Literal(literal) => visit(Part::Literal(literal)),
            Self::Name(name) | Self::IsDead(name) => visit(Part::Name(name)),
            Self::Attribute(name, attribute) => {
                visit(Part::Name(name));
                visit(Part::Attribute(attribute));
            }
            Self::Item(name, key) => {
                visit(Part::Name(name));
                visit(Part::Key(key));
            }
            Self::Is(left, right)
            | Self::Equal(left, right)
            | Self::SameId(left, right)
            | Self::IdDifference(left, right) => {
                left.parts(visit);
                right.parts(visit);
            }
            Self::TypeName(value)
            | Self::Len(value)
            | Self::ReferenceCount(value)
            | Self::IsTracked(value)
            | Self::IsFinalized(value)
            | Self::ReferentsLen(value) => value.parts(visit),
            Self::InGeneration(value, generation) => {
                value.parts(visit);
                visit(Part::Generation(generation));
            }
            Self::Collect(generation) => {
                generation.iter_mut().for_each(|generation| visit(Part::Generation(generation)));
            }
            Self::Collections(generation) => visit(Part::Generation(generation)),
            Self::Counts
            | Self::Thresholds
            | Self::IsEnabled
            | Self::GarbageLen
            | Self::FreezeCount => {}
        }
    }
}

impl Value {
    fn parts(&mut self, visit: &mut Visit<'_>) {
        visit(Part::Value(self));
        self.inner_parts(visit);
    }

    fn inner_parts(&mut self, visit: &mut Visit<'_>) {
        match self {
            Self::Name(name) => visit(Part::Name(name)),
            Self::Literal(literal) => visit(Part::Literal(literal)),
            Self::List(items) | Self::Tuple(items) | Self::Set(items) => {
                items.iter_mut().for_each(|item| item.inner_parts(visit));
            }
            Self::Dict(items) => {
                for (key, value) in items {
                    visit(Part::Key(key));
                    value.inner_parts(visit);
                }
            }
            Self::New(class) => visit(Part::Class(class)),
        }
    }
}

fn values(values: &mut [Value], visit: &mut Visit<'_>) {
    values.iter_mut().for_each(|value| value.parts(visit));
}
