//! Programs built by hand that have no text.

use twinheap::program::{
    Attribute, Body, Class, ClassId, Expression, Finalizer, Function, FunctionId, Key, Literal,
    Name, Program, Slots, Statement, Step, Value,
};

#[test]
fn what_cannot_be_written_is_invalid() {
    assert_eq!(valid().validate(), Ok(()));
    for (spoil, problem) in INVALID {
        let mut program = valid();
        spoil(&mut program);
        let found = program.validate().map_err(|invalid| invalid.to_string());
        assert_eq!(found, Err((*problem).to_owned()));
    }
}

fn valid() -> Program {
    Program {
        names: vec!["x".into(), "self".into()],
        attributes: vec!["a".into()],
        classes: vec![Class {
            name: "C0".into(),
            slots: Some(Slots { attributes: vec![Attribute(0)], weakref: false }),
            finalizer: Some(Finalizer { receiver: Name(1), body: Body::default() }),
        }],
        functions: vec![Function {
            name: "f0".into(),
            parameters: vec![Name(0)],
            ..Function::default()
        }],
        ..Program::default()
    }
}

fn bind(value: Value) -> Step {
    Step::Plain(Statement::Bind(Name(0), Expression::Value(value)))
}

type Spoil = fn(&mut Program);

/// What is done to the valid program, and what is wrong with it then.
const INVALID: &[(Spoil, &str)] = &[
    (|p| p.names[1] = "x".into(), "names: `x` is there twice"),
    (|p| p.names[1] = "C0".into(), "names: `C0` is there twice"),
    (|p| p.functions[0].name = "C0".into(), "names: `C0` is there twice"),
    (
        |p| p.names[1] = "error".into(),
        "names: `error` cannot be used: it is kept for `except` and `for`",
    ),
    (
        |p| p.classes[0].name = "list".into(),
        "names: `list` cannot be used: it is a builtin of Python",
    ),
    (
        |p| p.functions[0].name = "if".into(),
        "names: `if` cannot be used: it is a keyword of Python",
    ),
    (
        |p| p.names[1] = "a b".into(),
        "names: `a b` cannot be used: it is not an identifier of ASCII letters, digits and `_`",
    ),
    (|p| p.attributes.push("a".into()), "attributes: `a` is there twice"),
    (
        |p| p.attributes.push("keys".into()),
        "attributes: `keys` cannot be used: it is an attribute of a built-in type",
    ),
    (
        |p| p.attributes.extend((0..30).map(|index| format!("b{index}"))),
        "attributes: there are more than 30",
    ),
    (|p| p.main.push(bind(Value::Name(Name(2)))), "main step 0: there is no name 2, only 2"),
    (|p| p.main.push(bind(Value::New(ClassId(1)))), "main step 0: there is no class 1, only 1"),
    (
        |p| p.main.push(Step::Guarded(Statement::Call(FunctionId(1), Vec::new()))),
        "main step 0: there is no function 1, only 1",
    ),
    (
        |p| p.main.push(Step::Plain(Statement::DeleteAttribute(Name(0), Attribute(1)))),
        "main step 0: there is no attribute 1, only 1",
    ),
    (|p| p.main.push(bind(Value::Set(Vec::new()))), "main step 0: a set display is empty"),
    (
        |p| p.main.push(bind(Value::Tuple(vec![Value::Set(Vec::new())]))),
        "main step 0: a set display is empty",
    ),
    (
        |p| {
            let value = (0..9).fold(Value::Name(Name(0)), |value, _| Value::List(vec![value]));
            p.main.push(bind(value));
        },
        "main step 0: displays nest more than 8 deep",
    ),
    (
        |p| p.main.push(bind(Value::Literal(Literal::Float(f64::NAN)))),
        "main step 0: NaN is not finite",
    ),
    (
        |p| p.main.push(bind(Value::Literal(Literal::Text("\n".into())))),
        "main step 0: \"\\n\" is not printable ASCII",
    ),
    (
        |p| p.main.push(Step::Plain(Statement::DeleteItem(Name(0), Key::Text("é".into())))),
        "main step 0: \"é\" is not printable ASCII",
    ),
    (
        |p| p.main.push(Step::Repeated(1, Statement::Collect(Some(3)))),
        "main step 0: there is no generation 3",
    ),
    (
        |p| p.main.push(Step::Plain(Statement::SetThreshold([0, 0, 1 << 31]))),
        "main step 0: a threshold of [0, 0, 2147483648] is more than 2147483647",
    ),
    (
        |p| p.functions[0].parameters.push(Name(0)),
        "function f0: the parameter Name(0) is there twice",
    ),
    (|p| p.functions[0].body.globals.push(Name(0)), "function f0: a parameter is global"),
    (
        |p| p.functions[0].body.globals = vec![Name(1); 2],
        "function f0: the global Name(1) is there twice",
    ),
    (|p| p.functions[0].returns = Some(Name(7)), "function f0: there is no name 7, only 2"),
    (
        |p| p.classes[0].slots.as_mut().unwrap().attributes.push(Attribute(0)),
        "class C0: the slot Attribute(0) is there twice",
    ),
    (
        |p| p.classes[0].finalizer.as_mut().unwrap().body.globals.push(Name(1)),
        "class C0: a parameter is global",
    ),
];
