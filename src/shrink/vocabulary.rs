//! The plain steps that could stand anywhere in a program.

use crate::program::{
    Attribute, ClassId, Expression, FunctionId, Key, Literal, Name, Program, Statement, Value,
};

/// How many of a program's names, classes and attributes the steps speak of.
const TABLE_MAX: usize = 2;

/// Short statements over the first names of `program`, its classes and attributes. What none of its own steps could have
/// needed is left out: no attributes where it has none.
pub(super) fn statements(program: &Program) -> Vec<Statement> {
    let names: Vec<Name> = numbers(program.names.len().max(1)).map(Name).collect();
    let values = values(program, &names);
    let mut statements =
        vec![Statement::Collect(None), Statement::Collect(Some(0)), Statement::Collect(Some(1))];
    for &name in &names {
        statements.extend(of_name(program, name, &values));
        for &other in &names {
            statements.extend(expressions(program, other).map(|one| Statement::Bind(name, one)));
        }
    }
    // A program without this name could not be written.
    statements.retain(|_| !program.names.is_empty());
    statements
}

fn numbers(len: usize) -> impl Iterator<Item = u16> {
    (0..len.min(TABLE_MAX)).filter_map(|number| u16::try_from(number).ok())
}

fn values(program: &Program, names: &[Name]) -> Vec<Value> {
    let mut values = vec![Value::Literal(Literal::Int(0)), Value::List(Vec::new())];
    values.extend(numbers(program.classes.len()).map(|class| Value::New(ClassId(class))));
    for &name in names {
        let name = Value::Name(name);
        values.extend([
            name.clone(),
            Value::List(vec![name.clone()]),
            Value::Tuple(vec![name.clone()]),
        ]);
    }
    values
}

fn of_name(program: &Program, name: Name, values: &[Value]) -> Vec<Statement> {
    let mut statements = vec![Statement::Delete(name), Statement::Clear(name)];
    for value in values {
        let bound = Expression::Value(value.clone());
        statements.extend([Statement::Bind(name, bound), Statement::Append(name, value.clone())]);
        statements.extend(
            numbers(program.attributes.len())
                .map(|one| Statement::SetAttribute(name, Attribute(one), value.clone())),
        );
    }
    statements
}

fn expressions(program: &Program, name: Name) -> impl Iterator<Item = Expression> {
    let attributes = numbers(program.attributes.len());
    let functions = numbers(program.functions.len());
    let value = Value::Name(name);
    let fixed = [
        Expression::Pop(name),
        Expression::Item(name, Key::Int(0)),
        Expression::Copy(value.clone()),
        Expression::DeepCopy(value.clone()),
        Expression::WeakReference(value.clone(), None),
    ];
    fixed
        .into_iter()
        .chain(attributes.map(move |one| Expression::Attribute(name, Attribute(one))))
        .chain(
            functions
                .map(move |one| Expression::WeakReference(value.clone(), Some(FunctionId(one)))),
        )
}
