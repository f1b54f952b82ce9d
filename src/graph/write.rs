//! A graph as a program.

use super::{Act, Edge, Graph, Habit, Node, Watch};
use crate::program::{
    Argument, Attribute, Body, Class, ClassId, Expression, Finalizer, Function, FunctionId, Key,
    Name, Program, Slots, Statement, Step, Value,
};

/// Names: the nodes, then these.
#[derive(Clone, Copy)]
enum Extra {
    /// The global that resurrecting finalizers bind.
    Saved,
    /// The global list of what is kept.
    Kept,
    /// The receiver of finalizers.
    Receiver,
    /// The parameter of the callback.
    Parameter,
    /// The first of the weak references.
    Watch,
}

const ATTRIBUTES: [&str; 3] = ["a", "b", "c"];
const CALLBACK: FunctionId = FunctionId(0);

impl Graph {
    /// The program: definitions, thresholds, nodes, references, weak references, schedule.
    #[must_use]
    pub fn program(&self) -> Program {
        let mut writer = Writer { graph: self, watches: 0, program: self.tables() };
        writer.write();
        writer.program
    }

    fn name(&self, node: usize) -> Name {
        Name(u16::try_from(node).unwrap_or(u16::MAX))
    }

    fn extra(&self, extra: Extra) -> Name {
        self.name(self.nodes.len() + extra as usize)
    }

    fn watch(&self, number: usize) -> Name {
        self.name(self.nodes.len() + Extra::Watch as usize + number)
    }

    fn tables(&self) -> Program {
        let nodes = (0..self.nodes.len()).map(|node| format!("x{node}"));
        let extras = ["saved", "kept", "self", "p"].map(String::from);
        let watches = (0..self.watches.len()).map(|watch| format!("w{watch}"));
        let attributes = (0..).map(Attribute).take(ATTRIBUTES.len());
        let slots = Slots { attributes: attributes.collect(), weakref: true };
        let finalizer =
            Finalizer { receiver: self.extra(Extra::Receiver), body: self.last_words() };
        let class = |name: &str| Class { name: name.to_owned(), ..Class::default() };
        Program {
            geometry: self.geometry,
            names: nodes.chain(extras).chain(watches).collect(),
            attributes: ATTRIBUTES.map(String::from).to_vec(),
            classes: vec![
                class("Plain"),
                Class { slots: Some(slots), ..class("Slotted") },
                Class { finalizer: Some(finalizer), ..class("Final") },
            ],
            functions: vec![self.callback()],
            ..Program::default()
        }
    }

    /// What finalizers do.
    fn last_words(&self) -> Body {
        let (saved, kept) = (self.extra(Extra::Saved), self.extra(Extra::Kept));
        let receiver = self.extra(Extra::Receiver);
        let own = Value::Name(receiver);
        let statement = match self.habit {
            Habit::Quiet => return Body::default(),
            Habit::Resurrects => Statement::Bind(saved, Expression::Value(own)),
            Habit::Hoards => Statement::Append(kept, own),
            Habit::Cuts => Statement::DeleteAttribute(receiver, Attribute(0)),
            Habit::Collects => Statement::Collect(None),
            Habit::Raises => Statement::Bind(saved, Expression::Pop(receiver)),
        };
        let step = match self.habit {
            Habit::Cuts => Step::Guarded(statement),
            _ => Step::Plain(statement),
        };
        Body { globals: vec![saved], steps: vec![step] }
    }

    /// The callback of weak references says that it was called, and keeps the weak reference where finalizers keep objects.
    fn callback(&self) -> Function {
        let parameter = self.extra(Extra::Parameter);
        let kept = Statement::Append(self.extra(Extra::Kept), Value::Name(parameter));
        let steps = if self.habit == Habit::Hoards { vec![Step::Plain(kept)] } else { Vec::new() };
        Function {
            name: String::from("called"),
            parameters: vec![parameter],
            body: Body { globals: Vec::new(), steps },
            returns: None,
        }
    }
}

struct Writer<'a> {
    graph: &'a Graph,
    /// How many weak references have a name.
    watches: usize,
    program: Program,
}

impl Writer<'_> {
    fn write(&mut self) {
        let graph = self.graph;
        self.plain(graph.thresholds.map(Statement::SetThreshold));
        let kept = graph.extra(Extra::Kept);
        self.plain([Statement::Bind(kept, Expression::Value(Value::List(Vec::new())))]);
        (0..graph.nodes.len()).for_each(|node| self.node(node));
        graph.edges.iter().for_each(|&edge| self.edge(edge));
        graph.watches.iter().for_each(|&watch| self.watch(watch));
        graph.schedule.iter().for_each(|&act| self.act(act));
    }

    /// Steps that cannot raise.
    fn plain(&mut self, statements: impl IntoIterator<Item = Statement>) {
        self.program.main.extend(statements.into_iter().map(Step::Plain));
    }

    /// A step that raises where a name is unbound by now.
    fn guarded(&mut self, statement: Statement) {
        self.program.main.push(Step::Guarded(statement));
    }

    fn node(&mut self, node: usize) {
        let is_tuple = self.graph.nodes[node] == Node::Tuple;
        let value = match self.graph.nodes[node] {
            Node::Plain => Value::New(ClassId(0)),
            Node::Slots => Value::New(ClassId(1)),
            Node::Finalized => Value::New(ClassId(2)),
            Node::List => Value::List(Vec::new()),
            Node::Dict => Value::Dict(Vec::new()),
            Node::Tuple => self.tuple(node),
        };
        // A tuple is the only one that needs other names, which may be unbound when it is renewed.
        let bind = Statement::Bind(self.graph.name(node), Expression::Value(value));
        if is_tuple { self.guarded(bind) } else { self.plain([bind]) }
    }

    fn tuple(&self, node: usize) -> Value {
        let edges = self.graph.edges.iter();
        let earlier = edges.filter(|edge| edge.from == node && edge.to < node);
        Value::Tuple(earlier.map(|edge| Value::Name(self.graph.name(edge.to))).collect())
    }

    fn edge(&mut self, Edge { from, to, label }: Edge) {
        self.refer(from, label, Value::Name(self.graph.name(to)));
    }

    /// Makes a node refer to something; a tuple refers to what it did when it was made.
    fn refer(&mut self, from: usize, label: usize, value: Value) {
        let name = self.graph.name(from);
        let statement = match self.graph.nodes[from] {
            Node::Tuple => return,
            Node::List => Statement::Append(name, value),
            Node::Dict => Statement::SetItem(name, key(label), value),
            Node::Plain | Node::Slots | Node::Finalized => {
                Statement::SetAttribute(name, attribute(label), value)
            }
        };
        self.guarded(statement);
    }

    fn watch(&mut self, Watch { referent, holder, callback }: Watch) {
        if !matches!(self.graph.nodes[referent], Node::Plain | Node::Slots | Node::Finalized) {
            return;
        }
        let name = self.graph.watch(self.watches);
        self.watches += 1;
        let referent = Value::Name(self.graph.name(referent));
        let made = Expression::WeakReference(referent, callback.then_some(CALLBACK));
        self.plain([Statement::Bind(name, made)]);
        if let Some(holder) = holder {
            self.refer(holder, self.watches, Value::Name(name));
            self.guarded(Statement::Delete(name));
        }
    }

    fn act(&mut self, act: Act) {
        let graph = self.graph;
        match act {
            Act::Drop(node) => self.guarded(Statement::Delete(graph.name(node))),
            Act::DropMany(first, count) => {
                let nodes = (first..graph.nodes.len()).take(count);
                nodes.for_each(|node| self.guarded(Statement::Delete(graph.name(node))));
            }
            Act::Collect(generation) => {
                self.plain([Statement::Print(vec![Argument::Collect(generation)])]);
            }
            Act::Link(edge) => self.edge(edge),
            Act::Cut(node) => self.cut(node),
            Act::Renew(node) => self.node(node),
            Act::Freeze => self.plain([Statement::Freeze]),
            Act::Unfreeze => self.plain([Statement::Unfreeze]),
            Act::SaveAll(save) => self.plain([Statement::SaveAll(save)]),
            Act::ClearGarbage => self.plain([Statement::ClearGarbage]),
            Act::Upgrade(watch) => self.upgrade(watch),
            Act::LetGo => {
                self.plain([Statement::Clear(graph.extra(Extra::Kept))]);
                self.guarded(Statement::Delete(graph.extra(Extra::Saved)));
            }
        }
    }

    fn cut(&mut self, node: usize) {
        let name = self.graph.name(node);
        match self.graph.nodes[node] {
            Node::Tuple => {}
            Node::List | Node::Dict => self.guarded(Statement::Clear(name)),
            _ => self.guarded(Statement::DeleteAttribute(name, attribute(0))),
        }
    }

    /// Keeps the referent of a weak reference that has a name.
    fn upgrade(&mut self, watch: usize) {
        if self.watches == 0 {
            return;
        }
        let saved = self.graph.extra(Extra::Saved);
        let watch = self.graph.watch(watch % self.watches);
        self.guarded(Statement::Bind(saved, Expression::Referent(watch)));
    }
}

fn attribute(label: usize) -> Attribute {
    Attribute(u16::try_from(label % ATTRIBUTES.len()).unwrap_or(0))
}

fn key(label: usize) -> Key {
    const KEYS: [&str; 4] = ["k", "l", "m", "n"];
    Key::Text(KEYS[label % KEYS.len()].to_owned())
}
