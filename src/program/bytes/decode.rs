//! Bytes to [`Program`].

use super::super::syntax::{
    Argument, Body, Class, Expression, Finalizer, Function, FunctionId, Name, Program, Slots,
    Statement, Step, Value,
};
use super::header::{HEADER_BYTES, Header};
use super::op::{Op, Opcodes};
use super::pending::{Operand, Pending};
use super::record::{RECORD_BYTES, Record, Stance};
use super::tables::Tables;
use super::{ATTRIBUTES_MAX, ITEMS_MAX, PARAMETERS_MAX};

impl Program {
    /// The program that these bytes are. Every byte string is one; it is as long as the bytes, within a constant factor.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let header = Header::read(bytes);
        let mut decoder = Decoder::new(&header);
        let records = bytes.get(HEADER_BYTES..).unwrap_or_default();
        for record in records.as_chunks::<RECORD_BYTES>().0 {
            decoder.record(Record(*record));
        }
        decoder.finish()
    }
}

/// Whose body the statements are.
#[derive(Debug, Clone, Copy)]
enum Section {
    Finalizer(usize),
    Function(usize),
    Main,
}

struct Decoder {
    opcodes: Opcodes,
    tables: Tables,
    program: Program,
    section: Section,
    pending: Pending,
}

impl Decoder {
    fn new(header: &Header) -> Self {
        let mut main = Vec::new();
        main.extend(header.thresholds.map(|all| Step::Plain(Statement::SetThreshold(all))));
        Self {
            opcodes: Opcodes::new(header.weights),
            tables: Tables::new(header.lengths),
            program: Program {
                geometry: header.geometry,
                zeal: header.zeal,
                main,
                ..Program::default()
            },
            section: Section::Main,
            pending: Pending::default(),
        }
    }

    fn finish(mut self) -> Program {
        self.tables.write(&mut self.program);
        self.program
    }

    fn record(&mut self, record: Record) {
        let op = self.opcodes.op(record.0[0]);
        match op {
            Op::Class => self.class(record),
            Op::Function => self.function(record),
            Op::Global => self.global(record),
            Op::Main => self.section = Section::Main,
            Op::Literal => self.pending.push(Value::Literal(record.literal(record.operand(0)))),
            Op::Push => {
                let value = self.value(record.operand(0));
                self.pending.push_operand(value);
            }
            Op::List | Op::Tuple | Op::Set => self.display(op, record),
            Op::Entry => {
                let value = self.value(record.operand(0));
                self.pending.push_entry(record.key(), value);
            }
            Op::Dict => self.pending.push_dict(display_length(record)),
            Op::Argument => {
                let argument = self.argument(record);
                self.pending.push_argument(argument);
            }
            _ => self.statement(op, record),
        }
    }
}

/// The beginnings of bodies.
impl Decoder {
    /// Operands: the class, the receiver. Flags: bit 0 slots, bit 1 `__weakref__`, bit 2 a finalizer, bits 4 to 7 how many
    /// slots. Bytes: the slots.
    fn class(&mut self, record: Record) {
        let index = usize::from(self.tables.class(record.operand(0)).0);
        if self.tables.define_class(index) {
            let class = self.new_class(record);
            resized(&mut self.program.classes, index)[index] = class;
        }
        if self.program.classes[index].finalizer.is_some() {
            self.section = Section::Finalizer(index);
        }
    }

    fn new_class(&mut self, record: Record) -> Class {
        let flags = record.flags();
        let slots = (flags & 1 != 0).then(|| {
            let mut attributes = Vec::new();
            for slot in 0..usize::from(flags >> 4).min(ATTRIBUTES_MAX) {
                let attribute = self.tables.attribute(record.byte(slot));
                if !attributes.contains(&attribute) {
                    attributes.push(attribute);
                }
            }
            Slots { attributes, weakref: flags & 2 != 0 }
        });
        let finalizer = (flags & 4 != 0).then(|| Finalizer {
            receiver: self.tables.receiver(record.operand(1)),
            body: Body::default(),
        });
        Class { name: String::new(), slots, finalizer }
    }

    /// Operands: the function, the name returned. Flags: bits 0 to 2 how many parameters, bit 3 whether a name is
    /// returned. Bytes: the parameters.
    fn function(&mut self, record: Record) {
        let index = usize::from(self.tables.function(record.operand(0)).0);
        if self.tables.define_function(index) {
            let function = self.new_function(record);
            resized(&mut self.program.functions, index)[index] = function;
        }
        self.section = Section::Function(index);
    }

    fn new_function(&mut self, record: Record) -> Function {
        let flags = record.flags();
        let mut parameters = Vec::new();
        for parameter in 0..usize::from(flags & 7) % (PARAMETERS_MAX + 1) {
            let name = self.tables.parameter(record.byte(parameter));
            if !parameters.contains(&name) {
                parameters.push(name);
            }
        }
        let returns = (flags & 8 != 0).then(|| self.tables.name(record.operand(1)));
        Function { name: String::new(), parameters, body: Body::default(), returns }
    }

    /// Declares the name in the body at hand, where that is possible.
    fn global(&mut self, record: Record) {
        let name = self.tables.name(record.operand(0));
        let Some((body, parameters)) = self.body() else { return };
        if !parameters.contains(&name) && !body.globals.contains(&name) {
            body.globals.push(name);
        }
    }

    /// The body at hand and its parameters, outside of the main block.
    fn body(&mut self) -> Option<(&mut Body, &[Name])> {
        match self.section {
            Section::Main => None,
            Section::Finalizer(class) => {
                let finalizer = self.program.classes[class].finalizer.as_mut()?;
                Some((&mut finalizer.body, std::slice::from_ref(&finalizer.receiver)))
            }
            Section::Function(function) => {
                let function = &mut self.program.functions[function];
                Some((&mut function.body, &function.parameters))
            }
        }
    }
}

/// The parts of statements.
impl Decoder {
    /// An operand that is a value: below 128 a name, below 160 a new instance, below 176 a frequent small value, else the
    /// last one pushed.
    fn value(&mut self, operand: u8) -> Operand {
        match operand {
            ..128 => Operand::flat(Value::Name(self.tables.name(operand))),
            128..160 => Operand::flat(Value::New(self.tables.class(operand - 128))),
            160..176 => Operand::frequent(operand),
            _ => match self.pending.pop() {
                Some(operand) => operand,
                None => Operand::flat(Value::Name(self.tables.name(operand))),
            },
        }
    }

    fn one(&mut self, operand: u8) -> Value {
        self.value(operand).value
    }

    /// Popped from the right, since the left one was pushed first.
    fn two(&mut self, left: u8, right: u8) -> (Value, Value) {
        let right = self.one(right);
        (self.one(left), right)
    }

    fn arguments(&mut self, record: Record, count: usize) -> Vec<Value> {
        let mut arguments: Vec<_> =
            (0..count).rev().map(|index| self.one(record.byte(index))).collect();
        arguments.reverse();
        arguments
    }

    /// Operand: how many items. They follow, as operands.
    fn display(&mut self, op: Op, record: Record) {
        let least = usize::from(op == Op::Set);
        let count = display_length(record).max(least);
        let mut items = Vec::with_capacity(count);
        let mut depth = 0;
        for index in (0..count).rev() {
            let item = self.value(record.item(index)).below_display();
            depth = depth.max(item.depth);
            items.push(item.value);
        }
        items.reverse();
        let value = match op {
            Op::List => Value::List(items),
            Op::Tuple => Value::Tuple(items),
            _ => Value::Set(items),
        };
        self.pending.push_operand(Operand { value, depth: depth + 1 });
    }

    /// Operands: which argument, then its values.
    fn argument(&mut self, record: Record) -> Argument {
        let [which, first, second] = std::array::from_fn(|index| record.operand(index));
        let generation = record.generation();
        match which % 23 {
            0 => Argument::Literal(record.literal(first)),
            1 => Argument::Name(self.tables.name(first)),
            2 => Argument::Attribute(self.tables.name(first), self.tables.attribute(second)),
            3 => Argument::Item(self.tables.name(first), record.key()),
            4 => self.pair(Argument::Is, first, second),
            5 => self.pair(Argument::Equal, first, second),
            6 => Argument::TypeName(self.one(first)),
            7 => Argument::Len(self.one(first)),
            8 => Argument::ReferenceCount(self.one(first)),
            9 => self.pair(Argument::SameId, first, second),
            10 => self.pair(Argument::IdDifference, first, second),
            11 => Argument::IsDead(self.tables.name(first)),
            12 => Argument::Collect(any_generation(generation)),
            13 => Argument::Counts,
            14 => Argument::Thresholds,
            15 => Argument::IsEnabled,
            16 => Argument::IsTracked(self.one(first)),
            17 => Argument::IsFinalized(self.one(first)),
            18 => Argument::GarbageLen,
            19 => Argument::FreezeCount,
            20 => Argument::Collections(generation % 3),
            21 => Argument::ReferentsLen(self.one(first)),
            _ => Argument::InGeneration(self.one(first), generation % 3),
        }
    }

    fn pair(&mut self, form: fn(Value, Value) -> Argument, left: u8, right: u8) -> Argument {
        let (left, right) = self.two(left, right);
        form(left, right)
    }
}

/// Statements.
impl Decoder {
    fn statement(&mut self, op: Op, record: Record) {
        let statement = self.decode_statement(op, record);
        self.pending.clear();
        let step = match record.stance() {
            Stance::Plain => Step::Plain(statement),
            Stance::Guarded => Step::Guarded(statement),
            Stance::Repeated(count) => Step::Repeated(count, statement),
        };
        match self.body() {
            Some((body, _)) => body.steps.push(step),
            None => self.program.main.push(step),
        }
    }

    fn decode_statement(&mut self, op: Op, record: Record) -> Statement {
        let [first, second, third] = std::array::from_fn(|index| record.operand(index));
        match op {
            Op::Call => {
                let (function, arguments) = self.call(first, record);
                Statement::Call(function, arguments)
            }
            Op::Collect => Statement::Collect(any_generation(first)),
            Op::Enable => Statement::Enable,
            Op::Disable => Statement::Disable,
            Op::SetThreshold => Statement::SetThreshold(record.thresholds()),
            Op::Freeze => Statement::Freeze,
            Op::Unfreeze => Statement::Unfreeze,
            Op::SaveAll => Statement::SaveAll(first & 1 == 1),
            Op::ClearGarbage => Statement::ClearGarbage,
            Op::Print => Statement::Print(self.printed(first, record)),
            _ => {
                let name = self.tables.name(first);
                self.named(op, name, [second, third], record)
            }
        }
    }

    /// Where no argument was pushed, a name, unless the record says that nothing is printed.
    fn printed(&mut self, name: u8, record: Record) -> Vec<Argument> {
        let mut arguments = self.pending.arguments();
        if arguments.is_empty() && !record.is_exact() {
            arguments.push(Argument::Name(self.tables.name(name)));
        }
        arguments
    }

    /// The statements whose first operand is a name.
    fn named(&mut self, op: Op, name: Name, [second, third]: [u8; 2], record: Record) -> Statement {
        match op {
            Op::Augment => Statement::Augment(name, self.one(second)),
            Op::SetItem => Statement::SetItem(name, record.key(), self.one(second)),
            Op::SetAttribute => {
                let attribute = self.tables.attribute(third);
                Statement::SetAttribute(name, attribute, self.one(second))
            }
            Op::Append => Statement::Append(name, self.one(second)),
            Op::Insert => Statement::Insert(name, record.integer(), self.one(second)),
            Op::Extend => Statement::Extend(name, self.one(second)),
            Op::Clear => Statement::Clear(name),
            Op::Delete => Statement::Delete(name),
            Op::DeleteItem => Statement::DeleteItem(name, record.key()),
            Op::DeleteAttribute => Statement::DeleteAttribute(name, self.tables.attribute(second)),
            _ => Statement::Bind(name, self.expression(op, second, third, record)),
        }
    }

    fn expression(&mut self, op: Op, second: u8, third: u8, record: Record) -> Expression {
        match op {
            Op::BindItem => Expression::Item(self.tables.name(second), record.key()),
            Op::BindAttribute => {
                Expression::Attribute(self.tables.name(second), self.tables.attribute(third))
            }
            Op::BindPop => Expression::Pop(self.tables.name(second)),
            Op::BindReferent => Expression::Referent(self.tables.name(second)),
            Op::BindCopy => Expression::Copy(self.one(second)),
            Op::BindDeepCopy => Expression::DeepCopy(self.one(second)),
            Op::BindAdd => {
                let (left, right) = self.two(second, third);
                Expression::Add(left, right)
            }
            Op::BindCall => {
                let (function, arguments) = self.call(second, record);
                Expression::Call(function, arguments)
            }
            Op::BindWeakReference => {
                let callback = (third >= 128).then(|| self.tables.function(third - 128));
                Expression::WeakReference(self.one(second), callback)
            }
            _ => Expression::Value(self.one(second)),
        }
    }

    /// The third operand says how many arguments from 128 on; below, as many as the function takes as far as is known.
    fn call(&mut self, function: u8, record: Record) -> (FunctionId, Vec<Value>) {
        let function = self.tables.function(function);
        let count = match record.operand(2) {
            exact @ 128.. => usize::from(exact - 128) % (PARAMETERS_MAX + 1),
            _ => self
                .program
                .functions
                .get(usize::from(function.0))
                .map_or(0, |function| function.parameters.len()),
        };
        (function, self.arguments(record, count))
    }
}

/// The items, grown so that there is one at `index`.
fn resized<T: Default>(items: &mut Vec<T>, index: usize) -> &mut Vec<T> {
    if items.len() <= index {
        items.resize_with(index + 1, T::default);
    }
    items
}

fn any_generation(operand: u8) -> Option<u8> {
    Some(operand & 3).filter(|&generation| generation < 3)
}

fn display_length(record: Record) -> usize {
    let count = usize::from(record.operand(0));
    if record.is_exact() { count % (ITEMS_MAX + 1) } else { count & 3 }
}
