//! Steps, frames and operations: how long operands live, what is stored when (rule 1.2).

use std::rc::Rc;

use crate::code::{Operation, Step, Variable};
use crate::heap::Model;
use crate::object::{Dict, Id, Kind, Label, SHARED, slots};
use crate::trace::{Event, Mark, Within};

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
    traceback: Option<Id>,
}

/// What evaluating comes to.
pub type Result<T> = std::result::Result<T, Stop>;

/// What an operation comes to: one more reference to its result, if it has one.
pub(crate) type Done = Result<Option<Id>>;

/// Raises an exception.
pub(crate) fn raise<T>(kind: &'static str, message: impl Into<String>) -> Result<T> {
    Err(Stop::Raised(Raised { kind, message: message.into(), traceback: None }))
}

impl Model {
    /// Executes the step of that number of the main block.
    ///
    /// # Errors
    /// An exception that nothing caught; or that the program was cut short.
    pub fn run(&mut self, index: usize) -> Result<()> {
        let code = Rc::clone(&self.code);
        let mut result = self.step(&code.main[index]);
        if let Err(Stop::Raised(raised)) = &mut result {
            self.end_handler(raised);
        }
        if self.limits.reached { Err(Stop::Limit) } else { result }
    }

    fn step(&mut self, step: &Step) -> Result<()> {
        for _ in 0..step.times {
            match self.execute(&step.operations) {
                Err(Stop::Raised(mut raised)) if step.guarded => {
                    self.mark(Mark::Caught);
                    self.trace.output.push_str(raised.kind);
                    self.trace.output.push('\n');
                    self.end_handler(&mut raised);
                }
                result => result?,
            }
        }
        Ok(())
    }

    /// Once an exception is handled it goes, and with it the frames that it left, innermost first (rule 1.5): it holds the
    /// traceback, whose first entry is for the frame of the handler.
    fn end_handler(&mut self, raised: &mut Raised) {
        if let Some(traceback) = raised.traceback.take() {
            let entry = self.add_frame([traceback]);
            let exception = self.add_frame([entry]);
            self.within(Within::HANDLED, |model| model.drop_ref(exception));
        }
    }

    /// Executes one statement. If it raises, its operands are dropped, the last first (`Python/ceval.c`, `exception_unwind`).
    fn execute(&mut self, statement: &[Operation]) -> Result<()> {
        let base = self.stack.len();
        let result = self.begin().and_then(|()| self.operate_all(statement));
        while self.stack.len() > base {
            let operand = self.pop();
            self.drop_ref(operand);
        }
        result
    }

    fn begin(&mut self) -> Result<()> {
        let number = self.limits.steps;
        if number >= self.limits.steps_max {
            if !self.limits.reached {
                self.mark(Mark::Limit);
            }
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

    pub(crate) fn operate_all(&mut self, operations: &[Operation]) -> Result<()> {
        operations.iter().try_for_each(|operation| self.operate(operation))
    }

    /// An operation has its operands on the stack until it has its result or has failed.
    fn operate(&mut self, operation: &Operation) -> Result<()> {
        use Operation as Op;
        let (operands, done) = match operation {
            Op::Constant(constant) => (0, Ok(Some(self.held(self.constants[*constant])))),
            Op::Load(variable) => (0, self.load(*variable).map(Some)),
            Op::Store(variable) => (0, self.store(*variable)),
            Op::Delete(variable) => (0, self.delete(*variable)),
            Op::Drop => (1, Ok(None)),
            Op::List(count) => (0, self.display(Kind::List, *count)),
            Op::Tuple(count) => (0, self.display(Kind::Tuple, *count)),
            Op::Dict(keys) => (0, self.dict_display(keys)),
            Op::Set(count, folded) => (0, self.set_display(*count, *folded)),
            Op::New(class) => (0, Ok(Some(self.new_instance(*class)))),
            Op::Item(key) => (1, self.item(self.top(0), *key)),
            Op::SetItem(key) => (2, self.set_item(self.top(0), *key, self.top(1))),
            Op::DeleteItem(key) => (1, self.delete_item(self.top(0), *key)),
            Op::Attribute(name) => (1, self.get_attribute(self.top(0), *name)),
            Op::SetAttribute(name) => (2, self.set_attribute(self.top(0), *name, self.top(1))),
            Op::DeleteAttribute(name) => (1, self.delete_attribute(self.top(0), *name)),
            Op::Method(name) => (0, self.look_up(self.top(0), name)),
            Op::Append => (2, self.insert(i64::MAX)),
            Op::Insert(index) => (2, self.insert(*index)),
            Op::Extend => (2, self.extend(self.top(1), self.top(0))),
            Op::Clear => (1, self.clear_container(self.top(0))),
            Op::Pop => (1, self.pop_from(self.top(0))),
            Op::Referent => (1, self.referent(self.top(0))),
            Op::WeakReference(callback) => (1, self.weak_reference(self.top(0), *callback)),
            Op::Copy => (1, self.copying(Self::copy).map(Some)),
            Op::DeepCopy => (1, self.copying(Self::deep_copy).map(Some)),
            Op::Add => (2, self.sum(self.top(1), self.top(0), "+")),
            Op::AddInPlace => (2, self.add_in_place(self.top(1), self.top(0))),
            Op::Call(function, arguments) => (0, self.call(*function, *arguments)),
            Op::LookUpIsFinalized => (0, self.look_up_is_finalized()),
            Op::Print(arguments) => (0, self.print(arguments)),
            _ => (0, self.control_collector(operation)),
        };
        let result = self.consume(operands, done)?;
        self.stack.extend(result);
        Ok(())
    }

    fn control_collector(&mut self, operation: &Operation) -> Done {
        match operation {
            Operation::Collect(generation) => _ = self.collect(*generation),
            Operation::Enable(enabled) => self.collector.enabled = *enabled,
            Operation::SetThreshold(thresholds) => self.collector.thresholds = *thresholds,
            Operation::Freeze => self.freeze(),
            Operation::Unfreeze => self.unfreeze(),
            Operation::SaveAll(save_all) => self.collector.save_all = *save_all,
            Operation::ClearGarbage => self.clear_gc_garbage(),
            _ => unreachable!("only the collector's operations are left"),
        }
        Ok(None)
    }

    /// Drops the operands of an operation, the first one first (`BINARY_OP`, `STORE_SUBSCR`, `STORE_ATTR`, …).
    pub(crate) fn consume<T>(&mut self, operands: usize, result: Result<T>) -> Result<T> {
        let first = self.stack.len() - operands;
        for place in first..self.stack.len() {
            self.drop_ref(self.stack[place]);
        }
        self.stack.truncate(first);
        result
    }

    /// An operand: 0 is the last one pushed.
    pub(crate) fn top(&self, depth: usize) -> Id {
        self.stack[self.stack.len() - 1 - depth]
    }

    pub(crate) fn pop(&mut self) -> Id {
        self.stack.pop().expect("each operation has its operands")
    }

    pub(crate) fn pop_many(&mut self, count: usize) -> Vec<Id> {
        self.stack.split_off(self.stack.len() - count)
    }

    fn slot(&mut self, variable: Variable) -> &mut Option<Id> {
        match variable {
            Variable::Global(name) => &mut self.globals[name],
            Variable::Local(place, _) => {
                &mut self.frames.last_mut().expect("only functions have locals")[place]
            }
        }
    }

    fn load(&mut self, variable: Variable) -> Result<Id> {
        match *self.slot(variable) {
            Some(reference) => Ok(self.held(reference)),
            None => self.unbound(variable),
        }
    }

    fn unbound<T>(&self, variable: Variable) -> Result<T> {
        let name = match variable {
            Variable::Global(name) | Variable::Local(_, name) => &self.code.names[name],
        };
        if matches!(variable, Variable::Global(_)) {
            return raise("NameError", format!("name '{name}' is not defined"));
        }
        let why = "where it is not associated with a value";
        raise("UnboundLocalError", format!("cannot access local variable '{name}' {why}"))
    }

    /// The store rule (1.2): the variable has its new value before the old one is dropped. The value of a global variable is
    /// held by the evaluation stack meanwhile (`STORE_NAME`), that of a local one is not (`STORE_FAST`).
    fn store(&mut self, variable: Variable) -> Done {
        let value = self.pop();
        let held = matches!(variable, Variable::Global(_)).then(|| self.held(value));
        let old = self.slot(variable).replace(value);
        self.drop_all(old);
        self.drop_all(held);
        Ok(None)
    }

    fn delete(&mut self, variable: Variable) -> Done {
        match self.slot(variable).take() {
            Some(old) => self.drop_ref(old),
            None => return self.unbound(variable),
        }
        Ok(None)
    }

    fn display(&mut self, kind: Kind, count: usize) -> Done {
        let items = slots(self.stack.drain(self.stack.len() - count..));
        Ok(Some(self.create(kind, items)))
    }

    /// The dict is made once its values are (`BUILD_MAP`).
    fn dict_display(&mut self, keys: &[Label]) -> Done {
        let values = self.pop_many(keys.len());
        let dict = self.create(Kind::Dict(Dict::default()), Vec::new());
        for (&key, &value) in keys.iter().zip(&values) {
            self.insert_label(dict, key, value);
        }
        self.drop_all(values.into_iter().rev());
        Ok(Some(dict))
    }

    /// The set is made first, then the items are added one by one and dropped (`BUILD_SET`). Three constants or more are one
    /// frozenset of the text, merged into an empty set (`Python/compile.c`, `starunpack_helper`).
    fn set_display(&mut self, count: usize, folded: bool) -> Done {
        let items = self.pop_many(count);
        let set = self.create(Kind::Set(0), Vec::new());
        self.stack.push(set);
        let mut result = Ok(());
        for item in items {
            result = result.and_then(|()| self.set_insert(set, item));
            self.drop_ref(item);
        }
        if folded {
            // Merging equal constants has made the frozenset once more, from its own order (`merge_consts_recursive`).
            let table = &mut self.object_mut(set).slots;
            let mut frozen = Vec::new();
            for &(hash, item) in table.iter().flatten() {
                crate::set::add(&mut frozen, hash, item);
            }
            *table = crate::set::merged(&frozen, false);
        }
        result.map(|()| None)
    }

    fn call(&mut self, function: usize, count: usize) -> Done {
        let arguments = self.pop_many(count);
        let fits = count == self.code.functions[function].parameters;
        let held = if fits && self.profile.caller_holds_arguments { count } else { 0 };
        for &argument in &arguments[..held] {
            let argument = self.held(argument);
            self.stack.push(argument);
        }
        if fits {
            self.mark(Mark::Called);
        }
        let result = self.within(Within::FUNCTION, |model| model.invoke(function, arguments));
        let held = self.pop_many(held);
        self.drop_all(held.into_iter().rev());
        result.map(Some)
    }

    /// Runs a function whose arguments move into its frame. The frame drops its variables in order when it returns (rule 1.5);
    /// an exception keeps it.
    fn invoke(&mut self, number: usize, mut arguments: Vec<Id>) -> Result<Id> {
        let code = Rc::clone(&self.code);
        let function = &code.functions[number];
        let given = arguments.len();
        if given != function.parameters {
            let error = self.words.wrong_arguments(&code, function, given);
            arguments.rotate_left(function.parameters.min(given));
            self.drop_all(arguments);
            return raise("TypeError", error);
        }
        if self.limits.reached {
            self.drop_all(arguments);
            return Err(Stop::Limit);
        }
        if self.frames.len() + 2 > self.limits.recursion_max {
            self.drop_all(arguments);
            return self.too_deep("");
        }
        self.trace.events.push(Event::Entered(number));
        let mut locals: Vec<Option<Id>> = arguments.into_iter().map(Some).collect();
        locals.resize(function.locals.len(), None);
        self.frames.push(locals);
        let result = function.steps.iter().try_for_each(|step| self.step(step));
        let result = result.and_then(|()| match function.returns {
            Some(variable) => self.load(variable),
            None => Ok(SHARED),
        });
        let locals = self.frames.pop().expect("the frame pushed above").into_iter().flatten();
        match result {
            Err(Stop::Raised(mut raised)) => {
                self.keep_frame(&mut raised, locals);
                return Err(Stop::Raised(raised));
            }
            _ if self.profile.locals_reversed => {
                self.within(Within::RETURN, |model| model.drop_all(locals.rev()));
            }
            _ => self.within(Within::RETURN, |model| model.drop_all(locals)),
        }
        result
    }

    pub(crate) fn too_deep<T>(&mut self, doing: &str) -> Result<T> {
        self.mark(Mark::RecursionError);
        raise("RecursionError", format!("maximum recursion depth exceeded{doing}"))
    }

    /// Keeps the variables of a frame for as long as the exception that leaves it.
    pub(crate) fn keep_frame(&mut self, raised: &mut Raised, locals: impl Iterator<Item = Id>) {
        let first = raised.traceback.is_none();
        self.mark(if first { Mark::FrameKept } else { Mark::FramesKept });
        let frame = self.add_frame(locals);
        let entry = raised.traceback.into_iter().chain([frame]);
        raised.traceback = Some(self.add_frame(entry));
    }

    /// A frame that an exception has left (`Python/frame.c`, `take_ownership`), an entry of a traceback (the entry after it, then
    /// its frame; `PyTraceBack_Here`), or an exception: tracked like any container. No collection starts while an exception is on
    /// its way.
    fn add_frame(&mut self, items: impl IntoIterator<Item = Id>) -> Id {
        self.collector.counts[0] += 1;
        let frame = self.add(Kind::Frame, slots(items));
        self.append(0, frame);
        frame
    }

    /// Calls a finalizer or a callback with one argument; what it raises is reported and swallowed (`slot_tp_finalize`,
    /// `handle_callback`, `PyErr_WriteUnraisable`).
    pub(crate) fn call_ignoring(&mut self, event: Event, function: usize, argument: Id) {
        self.trace.events.push(event);
        if self.limits.reached {
            return;
        }
        if self.nesting + INTERPRETER_LEVELS > self.profile.nesting_max {
            self.mark(Mark::DeepCall);
        }
        let argument = self.held(argument);
        let finalizes = matches!(event, Event::Finalized(_));
        let within = if finalizes { Within::FINALIZER } else { Within::CALLBACK };
        self.within(within, |model| match model.invoke(function, vec![argument]) {
            Ok(value) => model.drop_ref(value),
            Err(Stop::Limit) => {}
            Err(Stop::Raised(raised)) => {
                model.mark(Mark::Ignored);
                model.trace.ignored.push(raised.to_string());
                model.within(Within::HANDLED, |model| model.drop_all(raised.traceback));
            }
        });
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
