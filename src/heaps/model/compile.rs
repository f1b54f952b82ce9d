//! Compiles a program to the model's operations: pure syntax, in the order in which Python evaluates operands.

use twinheap_model::code::{
    Argument, Class, Code, Fact, Function, Operation as Op, Step, Variable,
};
use twinheap_model::object::{Kind, Label};

use crate::program::{
    self, Attribute, Body, Expression, Key, Literal, Name, Program, Statement, Value,
};

/// The model's form of a program. The attributes are its first keys; the finalizers follow the functions.
pub(super) fn program(program: &Program) -> Code {
    let mut compiler = Compiler {
        program,
        constants: program.constants(),
        keys: program.attributes.iter().cloned().map(Kind::Text).collect(),
        locals: Vec::new(),
        operations: Vec::new(),
    };
    let mut functions = Vec::new();
    for function in &program.functions {
        let program::Function { name, parameters, body, returns } = function;
        functions.push(compiler.function(name, parameters, body, *returns));
    }
    let mut classes = Vec::new();
    for class in &program.classes {
        let finalizer = class.finalizer.as_ref().map(|finalizer| {
            let parameters = [finalizer.receiver];
            functions.push(compiler.function("__del__", &parameters, &finalizer.body, None));
            functions.len() - 1
        });
        classes.push(self::class(class, finalizer));
    }
    compiler.locals.clear();
    let main = compiler.steps(&program.main);
    Code {
        names: program.names.clone(),
        constants: compiler.constants.iter().map(|c| compiler.constant(c)).collect(),
        keys: compiler.keys,
        classes,
        functions,
        main,
    }
}

fn class(class: &program::Class, finalizer: Option<usize>) -> Class {
    let slots = class.slots.as_ref();
    Class {
        name: class.name.clone(),
        slots: slots.map(|slots| slots.attributes.iter().copied().map(label).collect()),
        weakly_referenceable: slots.is_none_or(|slots| slots.weakref),
        finalizer,
    }
}

fn label(attribute: Attribute) -> Label {
    usize::from(attribute.0)
}

const LISTED: &str = "Program::constants lists every constant of the text";

struct Compiler<'a> {
    program: &'a Program,
    constants: Vec<program::Constant>,
    keys: Vec<Kind>,
    /// Of the function that is compiled.
    locals: Vec<Name>,
    /// Of the statement that is compiled.
    operations: Vec<Op>,
}

impl Compiler<'_> {
    fn constant(&self, constant: &program::Constant) -> (Kind, Vec<usize>) {
        let kind = match constant {
            program::Constant::Literal(literal) => match literal {
                Literal::None => Kind::None,
                Literal::Bool(value) => Kind::Bool(*value),
                Literal::Int(value) => Kind::Int(i128::from(*value)),
                Literal::Float(value) => Kind::Float(*value),
                Literal::Text(text) => Kind::Text(text.clone()),
            },
            program::Constant::Tuple(items) => {
                return (Kind::Tuple, items.iter().map(|item| self.number(item)).collect());
            }
        };
        (kind, Vec::new())
    }

    fn number(&self, constant: &program::Constant) -> usize {
        let number = self.constants.iter().position(|other| other == constant);
        number.expect(LISTED)
    }

    fn key(&mut self, key: &Key) -> Label {
        let is_key = |kind: &Kind| match (kind, key) {
            (Kind::Int(value), Key::Int(key)) => *value == i128::from(*key),
            (Kind::Text(text), Key::Text(key)) => text == key,
            _ => false,
        };
        self.keys.iter().position(is_key).unwrap_or_else(|| {
            self.keys.push(match key {
                Key::Int(value) => Kind::Int(i128::from(*value)),
                Key::Text(text) => Kind::Text(text.clone()),
            });
            self.keys.len() - 1
        })
    }

    fn variable(&self, name: Name) -> Variable {
        let number = usize::from(name.0);
        match self.locals.iter().position(|&local| local == name) {
            Some(place) => Variable::Local(place, number),
            None => Variable::Global(number),
        }
    }

    fn function(
        &mut self,
        name: &str,
        parameters: &[Name],
        body: &Body,
        returns: Option<Name>,
    ) -> Function {
        self.locals = body.locals(parameters);
        Function {
            name: name.to_owned(),
            parameters: parameters.len(),
            locals: self.locals.iter().map(|name| usize::from(name.0)).collect(),
            steps: self.steps(&body.steps),
            returns: returns.map(|name| self.variable(name)),
        }
    }

    fn steps(&mut self, steps: &[program::Step]) -> Vec<Step> {
        let mut compiled = Vec::new();
        for step in steps {
            self.statement(step.statement());
            let (times, guarded) = match step {
                program::Step::Plain(_) => (1, false),
                program::Step::Guarded(_) => (1, true),
                program::Step::Repeated(times, _) => (*times, false),
            };
            let operations = std::mem::take(&mut self.operations);
            compiled.push(Step { times, guarded, operations });
        }
        compiled
    }

    fn emit(&mut self, operation: Op) {
        self.operations.push(operation);
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Bind(name, expression) => {
                self.expression(expression);
                self.emit(Op::Store(self.variable(*name)));
            }
            Statement::Call(function, arguments) => {
                self.values(arguments);
                self.emit(Op::Call(usize::from(function.0), arguments.len()));
                self.emit(Op::Drop);
            }
            Statement::Augment(name, value) => {
                self.load(*name);
                self.value(value);
                self.emit(Op::AddInPlace);
                self.emit(Op::Store(self.variable(*name)));
            }
            Statement::SetItem(name, key, value) => {
                self.value(value);
                self.load(*name);
                let key = self.key(key);
                self.emit(Op::SetItem(key));
            }
            Statement::SetAttribute(name, attribute, value) => {
                self.value(value);
                self.load(*name);
                self.emit(Op::SetAttribute(label(*attribute)));
            }
            Statement::Append(name, value) => self.method(*name, "append", Some(value), Op::Append),
            Statement::Insert(name, index, value) => {
                self.method(*name, "insert", Some(value), Op::Insert(*index));
            }
            Statement::Extend(name, value) => self.method(*name, "extend", Some(value), Op::Extend),
            Statement::Clear(name) => self.method(*name, "clear", None, Op::Clear),
            Statement::Delete(name) => self.emit(Op::Delete(self.variable(*name))),
            Statement::DeleteItem(name, key) => {
                self.load(*name);
                let key = self.key(key);
                self.emit(Op::DeleteItem(key));
            }
            Statement::DeleteAttribute(name, attribute) => {
                self.load(*name);
                self.emit(Op::DeleteAttribute(label(*attribute)));
            }
            Statement::Print(arguments) => {
                let arguments = arguments.iter().map(|argument| self.argument(argument)).collect();
                self.emit(Op::Print(arguments));
            }
            Statement::Collect(generation) => {
                self.emit(Op::Collect(usize::from(generation.unwrap_or(2))));
            }
            Statement::Enable => self.emit(Op::Enable(true)),
            Statement::Disable => self.emit(Op::Enable(false)),
            Statement::SetThreshold(thresholds) => self.emit(Op::SetThreshold(*thresholds)),
            Statement::Freeze => self.emit(Op::Freeze),
            Statement::Unfreeze => self.emit(Op::Unfreeze),
            Statement::SaveAll(save_all) => self.emit(Op::SaveAll(*save_all)),
            Statement::ClearGarbage => self.emit(Op::ClearGarbage),
        }
    }

    fn method(&mut self, name: Name, method: &'static str, value: Option<&Value>, operation: Op) {
        self.load(name);
        self.emit(Op::Method(method));
        value.into_iter().for_each(|value| self.value(value));
        self.emit(operation);
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Value(value) => self.value(value),
            Expression::Item(name, key) => self.item(*name, key),
            Expression::Attribute(name, attribute) => self.attribute(*name, *attribute),
            Expression::Pop(name) => self.method(*name, "pop", None, Op::Pop),
            Expression::Referent(name) => self.referent(*name),
            Expression::Copy(value) => self.of(&[value], Op::Copy),
            Expression::DeepCopy(value) => self.of(&[value], Op::DeepCopy),
            Expression::Add(left, right) => match expression.constant() {
                Some(sum) => self.emit(Op::Constant(self.number(&sum))),
                None => self.of(&[left, right], Op::Add),
            },
            Expression::Call(function, arguments) => {
                self.values(arguments);
                self.emit(Op::Call(usize::from(function.0), arguments.len()));
            }
            Expression::WeakReference(target, callback) => {
                let callback = callback.map(|function| usize::from(function.0));
                self.of(&[target], Op::WeakReference(callback));
            }
        }
    }

    fn load(&mut self, name: Name) {
        self.emit(Op::Load(self.variable(name)));
    }

    fn item(&mut self, name: Name, key: &Key) {
        self.load(name);
        let key = self.key(key);
        self.emit(Op::Item(key));
    }

    fn attribute(&mut self, name: Name, attribute: Attribute) {
        self.load(name);
        self.emit(Op::Attribute(label(attribute)));
    }

    fn referent(&mut self, name: Name) {
        self.load(name);
        self.emit(Op::Referent);
    }

    fn of(&mut self, operands: &[&Value], operation: Op) {
        operands.iter().for_each(|operand| self.value(operand));
        self.emit(operation);
    }

    fn values(&mut self, values: &[Value]) {
        values.iter().for_each(|value| self.value(value));
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Name(name) => self.load(*name),
            Value::Literal(literal) => self.literal(literal),
            Value::List(items) => {
                self.values(items);
                self.emit(Op::List(items.len()));
            }
            Value::Tuple(items) => match value.constant() {
                Some(tuple) => self.emit(Op::Constant(self.number(&tuple))),
                None => {
                    self.values(items);
                    self.emit(Op::Tuple(items.len()));
                }
            },
            Value::Set(items) => {
                let folded = self.program.folded_set(value);
                let items = folded.unwrap_or(items);
                self.values(items);
                self.emit(Op::Set(items.len(), folded.is_some()));
            }
            Value::Dict(items) => {
                items.iter().for_each(|(_, value)| self.value(value));
                let keys = items.iter().map(|(key, _)| self.key(key)).collect();
                self.emit(Op::Dict(keys));
            }
            Value::New(class) => self.emit(Op::New(usize::from(class.0))),
        }
    }

    fn literal(&mut self, literal: &Literal) {
        let number = self.constants.iter().position(|constant| constant.is_literal(literal));
        self.emit(Op::Constant(number.expect(LISTED)));
    }

    /// The operands of an argument are compiled apart from the statement's operations.
    fn argument(&mut self, argument: &program::Argument) -> Argument {
        let outer = std::mem::take(&mut self.operations);
        let fact = self.fact(argument);
        let operands = std::mem::replace(&mut self.operations, outer);
        Argument { operands, fact }
    }

    fn fact(&mut self, argument: &program::Argument) -> Option<Fact> {
        use program::Argument as From;
        match argument {
            From::Literal(_) | From::Name(_) | From::Attribute(..) | From::Item(..) => {
                self.shown(argument);
                None
            }
            From::IsDead(name) => {
                self.referent(*name);
                Some(Fact::IsNone)
            }
            From::Is(left, right) | From::SameId(left, right) => {
                self.told(&[left, right], Fact::Is)
            }
            From::Equal(left, right) => self.told(&[left, right], Fact::Equal),
            From::IdDifference(left, right) => self.told(&[left, right], Fact::IdDifference),
            From::TypeName(operand) => self.told(&[operand], Fact::TypeName),
            From::Len(operand) => self.told(&[operand], Fact::Len),
            From::ReferenceCount(operand) => {
                let local = matches!(operand, Value::Name(name) if self.locals.contains(name));
                self.told(&[operand], Fact::ReferenceCount(local))
            }
            From::IsTracked(operand) => self.told(&[operand], Fact::IsTracked),
            From::IsFinalized(operand) => {
                self.emit(Op::LookUpIsFinalized);
                self.told(&[operand], Fact::IsFinalized)
            }
            From::ReferentsLen(operand) => self.told(&[operand], Fact::ReferentsLen),
            From::InGeneration(operand, generation) => {
                self.told(&[operand], Fact::InGeneration(usize::from(*generation)))
            }
            From::Collect(generation) => Some(Fact::Collect(usize::from(generation.unwrap_or(2)))),
            From::Counts => Some(Fact::Counts),
            From::Thresholds => Some(Fact::Thresholds),
            From::IsEnabled => Some(Fact::IsEnabled),
            From::GarbageLen => Some(Fact::GarbageLen),
            From::FreezeCount => Some(Fact::FreezeCount),
            From::Collections(generation) => Some(Fact::Collections(usize::from(*generation))),
        }
    }

    fn shown(&mut self, argument: &program::Argument) {
        use program::Argument as From;
        match argument {
            From::Literal(literal) => self.literal(literal),
            From::Name(name) => self.load(*name),
            From::Attribute(name, attribute) => self.attribute(*name, *attribute),
            From::Item(name, key) => self.item(*name, key),
            _ => unreachable!("the rest is told"),
        }
    }

    fn told(&mut self, operands: &[&Value], fact: Fact) -> Option<Fact> {
        operands.iter().for_each(|operand| self.value(operand));
        Some(fact)
    }
}
