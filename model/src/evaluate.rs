//! Steps, frames and expressions: in which order operands are evaluated, how long they live, what is stored when (rule 1.2).

use std::rc::Rc;

use crate::code::{Code, Expression, Function, Statement, Step, Value, Variable};
use crate::heap::{Event, Mark, Model};
use crate::object::{Body, Dict, List, Ref, Shared};
use crate::set::Table;

/// How many levels of deallocation what the interpreter makes for itself takes at most: an exception, the entries of its
/// traceback, a frame, the arguments of a call. Where they do not fit they wait like anything else, which is not modelled.
const INTERPRETER_LEVELS: usize = 6;

/// Why a step did not complete.
#[derive(Debug)]
pub enum Stop {
    /// It raised an exception.
    Raised(Raised),
    /// The program has executed as many steps as it may.
    Limit,
}

/// An exception.
#[derive(Debug)]
pub struct Raised {
    /// Its class.
    pub kind: &'static str,
    /// What `str(error)` is.
    pub message: String,
    /// Its traceback, once it has left a frame: a chain that holds the frames.
    traceback: Option<Ref>,
}

/// What evaluating comes to.
pub type Result<T> = std::result::Result<T, Stop>;

/// Raises an exception.
pub(crate) fn raise<T>(kind: &'static str, message: impl Into<String>) -> Result<T> {
    Err(Stop::Raised(Raised { kind, message: message.into(), traceback: None }))
}

impl Model {
    /// Executes the step of that number of the main block.
    ///
    /// # Errors
    /// An exception that nothing caught, as kind and message; or that the program was cut short.
    pub fn run(&mut self, index: usize) -> Result<()> {
        let code = Rc::clone(&self.code);
        let result = match self.step(&code.main[index]) {
            Err(Stop::Raised(mut raised)) => {
                self.end_handler(&mut raised);
                Err(Stop::Raised(raised))
            }
            result => result,
        };
        if self.limits.reached { Err(Stop::Limit) } else { result }
    }

    /// Unbinds the global variables, in order.
    pub fn unbind_all(&mut self) {
        for global in 0..self.globals.len() {
            let old = self.globals[global].take();
            self.drop_all(old);
        }
    }

    /// The program's text is gone, and its constants with it.
    pub fn drop_constants(&mut self) {
        let constants = std::mem::take(&mut self.constants);
        self.drop_all(constants);
    }

    /// What a global variable is bound to.
    #[must_use]
    pub fn global(&self, global: usize) -> Option<Ref> {
        self.globals[global]
    }

    fn step(&mut self, step: &Step) -> Result<()> {
        match step {
            Step::Plain(statement) => self.execute(statement),
            Step::Repeated(count, statement) => {
                (0..*count).try_for_each(|_| self.execute(statement))
            }
            Step::Guarded(statement) => match self.execute(statement) {
                Err(Stop::Raised(mut raised)) => {
                    self.trace.output.push_str(raised.kind);
                    self.trace.output.push('\n');
                    self.end_handler(&mut raised);
                    Ok(())
                }
                result => result,
            },
        }
    }

    /// Once an exception is handled it goes, and with it the frames that it left, innermost first (rule 1.5): it holds the
    /// traceback, whose first entry is for the frame of the handler.
    fn end_handler(&mut self, raised: &mut Raised) {
        if let Some(traceback) = raised.traceback.take() {
            let entry = self.add_frame(vec![Some(traceback)]);
            let exception = self.add_frame(vec![Some(entry)]);
            self.drop_ref(exception);
        }
    }

    /// Executes one statement. If it raises, its operands are dropped, the last first (`Python/ceval.c`, `exception_unwind`).
    fn execute(&mut self, statement: &Statement) -> Result<()> {
        let base = self.stack.len();
        let result = self.begin().and_then(|()| self.statement(statement));
        while self.stack.len() > base {
            self.drop_top();
        }
        result
    }

    fn begin(&mut self) -> Result<()> {
        let number = self.limits.steps;
        if number >= self.limits.steps_max {
            self.limits.reached = true;
            return Err(Stop::Limit);
        }
        self.limits.steps += 1;
        if self.limits.failing_steps.contains(&number) {
            self.mark(Mark::MemoryError);
            return raise("MemoryError", "");
        }
        if self.collector.due {
            self.collect_automatically();
        }
        Ok(())
    }

    fn statement(&mut self, statement: &Statement) -> Result<()> {
        match statement {
            Statement::Bind(variable, expression) => {
                let value = self.expression(expression)?;
                self.store(*variable, value);
            }
            Statement::Call(function, arguments) => {
                let value = self.call(*function, arguments)?;
                self.drop_ref(value);
            }
            Statement::Augment(variable, value) => {
                self.push_variable(*variable)?;
                self.push(value)?;
                let sum = self.augmented();
                let sum = self.consume(2, sum)?;
                self.store(*variable, sum);
            }
            Statement::SetItem(variable, key, value) => {
                self.push(value)?;
                self.push_variable(*variable)?;
                let result = self.set_item(key);
                self.consume(2, result)?;
            }
            Statement::SetAttribute(variable, attribute, value) => {
                self.push(value)?;
                self.push_variable(*variable)?;
                let result = self.set_attribute(*attribute);
                self.consume(2, result)?;
            }
            Statement::Append(variable, value) => self.append_to(*variable, value)?,
            Statement::Insert(variable, index, value) => self.insert(*variable, *index, value)?,
            Statement::Extend(variable, value) => self.extend(*variable, value)?,
            Statement::Clear(variable) => self.clear_container(*variable)?,
            Statement::Delete(variable) => self.delete(*variable)?,
            Statement::DeleteItem(variable, key) => self.delete_item(*variable, key)?,
            Statement::DeleteAttribute(variable, attribute) => {
                self.delete_attribute(*variable, *attribute)?;
            }
            Statement::Print(arguments) => self.print(arguments)?,
            _ => self.control_collector(statement),
        }
        Ok(())
    }

    fn control_collector(&mut self, statement: &Statement) {
        match statement {
            Statement::Collect(generation) => {
                self.collect(*generation);
            }
            Statement::Enable(enabled) => self.collector.enabled = *enabled,
            Statement::SetThreshold(thresholds) => self.collector.thresholds = *thresholds,
            Statement::Freeze => self.freeze(),
            Statement::Unfreeze => self.unfreeze(),
            Statement::SaveAll(save_all) => self.collector.save_all = *save_all,
            Statement::ClearGarbage => self.clear_gc_garbage(),
            _ => unreachable!("only the collector's statements are left"),
        }
    }

    /// `gc.garbage.clear()`: a list's items are dropped from the last to the first.
    pub fn clear_gc_garbage(&mut self) {
        let garbage = std::mem::take(&mut self.collector.garbage);
        self.drop_all(garbage.into_iter().rev());
    }

    fn expression(&mut self, expression: &Expression) -> Result<Ref> {
        match expression {
            Expression::Value(value) => {
                self.push(value)?;
                Ok(self.pop())
            }
            Expression::Item(variable, key) => {
                self.push_variable(*variable)?;
                let item = self.item(self.top(0), key);
                self.consume(1, item)
            }
            Expression::Attribute(variable, attribute) => {
                self.push_variable(*variable)?;
                let value = self.attribute(self.top(0), *attribute);
                self.consume_for(value)
            }
            Expression::Pop(variable) => self.pop_from(*variable),
            Expression::Referent(variable) => {
                self.push_variable(*variable)?;
                let referent = self.referent(self.top(0));
                self.consume_for(referent)
            }
            Expression::Copy(value) => {
                self.push(value)?;
                let original = self.top(0);
                let copy = self.copying(|model| model.copy(original));
                self.consume(1, copy)
            }
            Expression::DeepCopy(value) => {
                self.push(value)?;
                let original = self.top(0);
                let copy = self.copying(|model| model.deep_copy(original));
                self.consume(1, copy)
            }
            Expression::Add(left, right) => {
                self.push(left)?;
                self.push(right)?;
                let sum = self.sum(self.top(1), self.top(0), "+");
                self.consume(2, sum)
            }
            Expression::Call(function, arguments) => self.call(*function, arguments),
            Expression::WeakReference(value, callback) => {
                self.push(value)?;
                let weak = self.weak_reference(self.top(0), *callback);
                self.consume(1, weak)
            }
        }
    }

    /// Drops the operands of an operation, the first one first, once it has its result or has failed (`BINARY_OP`,
    /// `STORE_SUBSCR`, `STORE_ATTR`, …).
    pub(crate) fn consume<T>(&mut self, count: usize, result: Result<T>) -> Result<T> {
        let operands = self.stack.split_off(self.stack.len() - count);
        self.drop_all(operands);
        result
    }

    /// The same for one operand and a result that is borrowed from it.
    pub(crate) fn consume_for(&mut self, result: Result<Ref>) -> Result<Ref> {
        if let Ok(reference) = result {
            self.hold(reference);
        }
        self.consume(1, result)
    }

    /// Evaluates a value onto the stack.
    pub(crate) fn push(&mut self, value: &Value) -> Result<()> {
        match value {
            Value::Variable(variable) => self.push_variable(*variable),
            Value::Constant(constant) => {
                self.push_held(self.constants[*constant]);
                Ok(())
            }
            Value::List(items) => {
                let items = self.push_items(items)?;
                self.push_new(Body::List(items));
                Ok(())
            }
            Value::Tuple(items) => {
                let items = self.push_items(items)?;
                let tuple = self.tuple(items);
                self.stack.push(tuple);
                Ok(())
            }
            Value::Dict(items) => {
                for (_, value) in items {
                    self.push(value)?;
                }
                let values = self.stack.split_off(self.stack.len() - items.len());
                self.push_new(Body::Dict(Dict::default()));
                let Ref::Object(dict) = self.top(0) else { unreachable!("a dict is an object") };
                for ((key, _), &value) in items.iter().zip(&values) {
                    self.hold(value);
                    let replaced = self.dict_insert(dict, key.clone(), value);
                    self.drop_all(replaced);
                }
                self.drop_all(values.into_iter().rev());
                Ok(())
            }
            Value::Set(items) => self.push_set(items),
            Value::New(class) => {
                let instance = self.new_instance(*class);
                self.stack.push(instance);
                Ok(())
            }
        }
    }

    fn push_items(&mut self, items: &[Value]) -> Result<Vec<Ref>> {
        items.iter().try_for_each(|item| self.push(item))?;
        Ok(self.stack.split_off(self.stack.len() - items.len()))
    }

    fn push_new(&mut self, body: Body) {
        let object = self.create(body);
        self.stack.push(object);
    }

    /// The set is made first, then the items are added one by one and dropped (`BUILD_SET`). Three constants or more are one
    /// frozenset of the text, merged into an empty set (`Python/compile.c`, `starunpack_helper`).
    fn push_set(&mut self, values: &[Value]) -> Result<()> {
        let is_constant = |value: &Value| matches!(value, Value::Constant(_));
        let folded = values.len() >= 3 && values.iter().all(is_constant);
        let items = self.push_items(values)?;
        self.push_new(Body::Set(Table::default()));
        let set = self.top(0);
        let mut result = Ok(());
        for item in items {
            if result.is_ok() {
                result = self.set_insert(set, item);
            }
            self.drop_ref(item);
        }
        if let (true, Some(Body::Set(table))) =
            (folded, set.id().map(|id| &mut self.object_mut(id).body))
        {
            // Merging equal constants has made the frozenset once more, from its own order (`merge_consts_recursive`).
            let mut frozen = Table::default();
            std::mem::take(table).entries().for_each(|(hash, item)| frozen.add(hash, item));
            table.merge(&frozen);
        }
        result
    }

    pub(crate) fn push_held(&mut self, reference: Ref) {
        self.hold(reference);
        self.stack.push(reference);
    }

    /// An operand: 0 is the last one pushed.
    pub(crate) fn top(&self, depth: usize) -> Ref {
        self.stack[self.stack.len() - 1 - depth]
    }

    pub(crate) fn pop(&mut self) -> Ref {
        self.stack.pop().expect("each statement pops what it pushed")
    }

    pub(crate) fn drop_top(&mut self) {
        let operand = self.pop();
        self.drop_ref(operand);
    }

    fn slot(&mut self, variable: Variable) -> &mut Option<Ref> {
        match variable {
            Variable::Global(index) => &mut self.globals[index],
            Variable::Local(index, _) => {
                &mut self.frames.last_mut().expect("only functions have locals")[index]
            }
        }
    }

    pub(crate) fn push_variable(&mut self, variable: Variable) -> Result<()> {
        match *self.slot(variable) {
            Some(reference) => {
                self.push_held(reference);
                Ok(())
            }
            None => self.unbound(variable),
        }
    }

    fn unbound<T>(&self, variable: Variable) -> Result<T> {
        let names = &self.code.names;
        match variable {
            Variable::Global(name) => {
                raise("NameError", format!("name '{}' is not defined", names[name]))
            }
            Variable::Local(_, name) => raise(
                "UnboundLocalError",
                format!(
                    "cannot access local variable '{}' where it is not associated with a value",
                    names[name]
                ),
            ),
        }
    }

    /// The store rule (1.2): the variable has its new value before the old one is dropped. The value of a global variable is
    /// held by the evaluation stack meanwhile (`STORE_NAME`), that of a local one is not (`STORE_FAST`).
    fn store(&mut self, variable: Variable, value: Ref) {
        let held = matches!(variable, Variable::Global(_));
        if held {
            self.hold(value);
        }
        let old = self.slot(variable).replace(value);
        self.drop_all(old);
        if held {
            self.drop_ref(value);
        }
    }

    fn delete(&mut self, variable: Variable) -> Result<()> {
        match self.slot(variable).take() {
            Some(old) => {
                self.drop_ref(old);
                Ok(())
            }
            None => self.unbound(variable),
        }
    }

    fn call(&mut self, function: usize, arguments: &[Value]) -> Result<Ref> {
        let arguments = self.push_items(arguments)?;
        let code = Rc::clone(&self.code);
        let callee = &code.functions[function];
        let held = arguments.len() == callee.parameters && self.profile.caller_holds_arguments;
        if held {
            arguments.iter().for_each(|&argument| self.push_held(argument));
        }
        let result = self.invoke(callee, Some(function), arguments);
        if held {
            (0..callee.parameters).for_each(|_| self.drop_top());
        }
        result
    }

    /// Runs a function whose arguments move into its frame. The frame drops its variables in order when it returns (rule 1.5);
    /// an exception keeps it.
    fn invoke(
        &mut self,
        function: &Function,
        number: Option<usize>,
        mut arguments: Vec<Ref>,
    ) -> Result<Ref> {
        if arguments.len() != function.parameters {
            let excess = arguments.split_off(function.parameters.min(arguments.len()));
            let given = arguments.len() + excess.len();
            let error = self.wrong_arguments(function, given);
            self.drop_all(excess);
            self.drop_all(arguments);
            return raise("TypeError", error);
        }
        if self.frames.len() + 2 > self.limits.recursion_max {
            self.drop_all(arguments);
            self.mark(Mark::RecursionError);
            return raise("RecursionError", "maximum recursion depth exceeded");
        }
        self.trace.events.extend(number.map(Event::Entered));
        let mut locals: Vec<Option<Ref>> = arguments.into_iter().map(Some).collect();
        locals.resize(function.locals.len(), None);
        self.frames.push(locals);
        let result = function
            .steps
            .iter()
            .try_for_each(|step| self.step(step))
            .and_then(|()| self.returned(function));
        let locals = self.frames.pop().expect("the frame pushed above");
        match result {
            Err(Stop::Raised(mut raised)) => {
                self.mark(Mark::FrameKept);
                let frame = self.add_frame(locals);
                raised.traceback = Some(self.add_frame(vec![raised.traceback, Some(frame)]));
                Err(Stop::Raised(raised))
            }
            result => {
                self.drop_locals(locals);
                result
            }
        }
    }

    fn wrong_arguments(&self, function: &Function, given: usize) -> String {
        let (name, expected) = (&function.name, function.parameters);
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        if given > expected {
            let were = if given == 1 { "was" } else { "were" };
            let takes =
                format!("{name}() takes {expected} positional argument{}", plural(expected));
            return format!("{takes} but {given} {were} given");
        }
        let missing = &function.locals[given..expected];
        let quoted: Vec<String> =
            missing.iter().map(|&name| format!("'{}'", self.code.names[name])).collect();
        let list = match quoted.as_slice() {
            [one] => one.clone(),
            [one, two] => format!("{one} and {two}"),
            [many @ .., last] => format!("{}, and {last}", many.join(", ")),
            [] => String::new(),
        };
        let count = missing.len();
        format!("{name}() missing {count} required positional argument{}: {list}", plural(count))
    }

    fn returned(&mut self, function: &Function) -> Result<Ref> {
        match function.returns {
            None => Ok(Ref::Shared(Shared::None)),
            Some(variable) => {
                self.push_variable(variable)?;
                Ok(self.pop())
            }
        }
    }

    fn drop_locals(&mut self, locals: Vec<Option<Ref>>) {
        if self.profile.locals_reversed {
            self.drop_all(locals.into_iter().flatten().rev());
        } else {
            self.drop_all(locals.into_iter().flatten());
        }
    }

    /// A frame that an exception has left (`Python/frame.c`, `take_ownership`), an entry of a traceback (the entry after it, then
    /// its frame; `PyTraceBack_Here`), or an exception: tracked like any container. No collection starts while an exception is on
    /// its way.
    fn add_frame(&mut self, slots: Vec<Option<Ref>>) -> Ref {
        self.collector.counts[0] += 1;
        let frame = self.add_object(Body::Frame(slots));
        self.append(List::Generation(0), frame.id().expect("a new object is no shared one"));
        frame
    }

    /// Calls a finalizer or a callback with one argument; what it raises is reported and swallowed (`PyErr_WriteUnraisable`).
    pub(crate) fn call_ignoring(
        &mut self,
        select: impl Fn(&Code) -> Option<(&Function, Option<usize>)>,
        argument: Ref,
    ) {
        let code = Rc::clone(&self.code);
        let Some((function, number)) = select(&code) else { return self.drop_ref(argument) };
        if self.nesting + INTERPRETER_LEVELS > self.profile.nesting_max {
            self.mark(Mark::DeepCall);
        }
        match self.invoke(function, number, vec![argument]) {
            Ok(value) => self.drop_ref(value),
            Err(Stop::Limit) => {}
            Err(Stop::Raised(raised)) => {
                self.mark(Mark::FinalizerRaised);
                self.trace.ignored.push(raised.to_string());
                self.drop_all(raised.traceback);
            }
        }
    }
}

/// As the last line of a traceback.
impl std::fmt::Display for Raised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.message.as_str() {
            "" => f.write_str(self.kind),
            message => write!(f, "{}: {message}", self.kind),
        }
    }
}
