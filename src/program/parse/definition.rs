//! Classes, functions and their bodies.

use ruff_python_ast::{Expr, Parameters, Stmt, StmtClassDef, StmtFunctionDef};

use super::error::ParseError;
use super::reader::{Read, Reader};
use crate::program::syntax::{Body, Class, Finalizer, Function, Name, Slots};

const CLASS: &str = "`pass`, `__slots__ = ('a', 'b')` and `def __del__(self):`, each once";

const SLOTS: &str = "a tuple of attributes, each once, and `'__weakref__'`";

const PARAMETERS: &str = "plain parameters, each once, as in `def f0(a, b):`";

impl Reader<'_> {
    pub(super) fn class(&mut self, class: &StmtClassDef) -> Read<Class> {
        let bases = class.arguments.as_ref().is_some_and(|arguments| !arguments.is_empty());
        if bases || class.type_params.is_some() || !class.decorator_list.is_empty() {
            let found = format!("the class `{}` with bases, parameters or decorators", class.name);
            return Err(self.source.outside(class, found, "`class C0:`"));
        }
        let mut result = Class { name: class.name.to_string(), slots: None, finalizer: None };
        if matches!(class.body.as_slice(), [Stmt::Pass(_)]) {
            return Ok(result);
        }
        for statement in &class.body {
            match statement {
                Stmt::Assign(assign)
                    if result.slots.is_none() && is_named(&assign.targets, "__slots__") =>
                {
                    result.slots = Some(self.slots(&assign.value)?);
                }
                Stmt::FunctionDef(function)
                    if result.finalizer.is_none() && function.name.as_str() == "__del__" =>
                {
                    result.finalizer = Some(self.finalizer(statement, function)?);
                }
                _ => return Err(self.refused_statement(statement, CLASS)),
            }
        }
        Ok(result)
    }

    fn slots(&mut self, expression: &Expr) -> Read<Slots> {
        let Expr::Tuple(tuple) = expression else { return Err(self.refused(expression, SLOTS)) };
        let mut slots = Slots::default();
        for slot in &tuple.elts {
            let spelling = self.text(slot)?.ok_or_else(|| self.refused(slot, SLOTS))?;
            let repeated = if spelling == "__weakref__" {
                std::mem::replace(&mut slots.weakref, true)
            } else {
                let attribute = self.attribute_spelled(&spelling, slot)?;
                let repeated = slots.attributes.contains(&attribute);
                slots.attributes.push(attribute);
                repeated
            };
            if repeated {
                let found = format!("the slot {} again", self.source.quoted(slot));
                return Err(self.source.outside(slot, found, SLOTS));
            }
        }
        Ok(slots)
    }

    fn finalizer(&mut self, statement: &Stmt, function: &StmtFunctionDef) -> Read<Finalizer> {
        const FINALIZER: &str = "`def __del__(self):`";
        self.expect_plain(function)?;
        let parameters = self.parameters(&function.parameters)?;
        let &[receiver] = parameters.as_slice() else {
            return Err(self.refused_statement(statement, FINALIZER));
        };
        Ok(Finalizer { receiver, body: self.body(&function.body, &parameters)? })
    }

    pub(super) fn function_definition(&mut self, function: &StmtFunctionDef) -> Read<Function> {
        self.expect_plain(function)?;
        let parameters = self.parameters(&function.parameters)?;
        let (returns, steps) = match function.body.split_last() {
            Some((last @ Stmt::Return(statement), steps)) => match statement.value.as_deref() {
                Some(Expr::Name(name)) => (Some(name), steps),
                _ => return Err(self.refused_statement(last, "`return x`, the value of a name")),
            },
            _ => (None, function.body.as_slice()),
        };
        let body = self.body(steps, &parameters)?;
        let returns = returns.map(|name| self.variable(&name.id, name)).transpose()?;
        Ok(Function { name: function.name.to_string(), parameters, body, returns })
    }

    fn expect_plain(&self, function: &StmtFunctionDef) -> Read<()> {
        let plain = !function.is_async
            && function.decorator_list.is_empty()
            && function.type_params.is_none()
            && function.returns.is_none();
        if plain {
            return Ok(());
        }
        let found =
            format!("the function `{}` with `async`, decorators or annotations", function.name);
        Err(self.source.outside(function, found, "`def f0(a, b):`"))
    }

    fn parameters(&mut self, parameters: &Parameters) -> Read<Vec<Name>> {
        let mut names = Vec::with_capacity(parameters.args.len());
        if parameters.len() > parameters.args.len() {
            return Err(self.refused_parameters(parameters));
        }
        for parameter in &parameters.args {
            let name = &parameter.parameter.name;
            let annotated = parameter.parameter.annotation.is_some();
            let name = self.variable(name, name)?;
            if parameter.default.is_some() || annotated || names.contains(&name) {
                return Err(self.refused_parameters(parameters));
            }
            names.push(name);
        }
        Ok(names)
    }

    fn refused_parameters(&self, parameters: &Parameters) -> ParseError {
        let found = format!("the parameters {}", self.source.quoted(parameters));
        self.source.outside(parameters, found, PARAMETERS)
    }

    /// The `global` lines and steps of a function or finalizer.
    fn body(&mut self, statements: &[Stmt], parameters: &[Name]) -> Read<Body> {
        let mut body = Body::default();
        if matches!(statements, [Stmt::Pass(_)]) {
            return Ok(body);
        }
        let mut statements = statements.iter().peekable();
        while let Some(Stmt::Global(global)) =
            statements.next_if(|statement| matches!(statement, Stmt::Global(_)))
        {
            for identifier in &global.names {
                let name = self.variable(identifier, identifier)?;
                if parameters.contains(&name) || body.globals.contains(&name) {
                    let found = format!("`global {identifier}`, a parameter or global already");
                    let supported = "`global` of each name once, and of no parameter";
                    return Err(self.source.outside(identifier, found, supported));
                }
                body.globals.push(name);
            }
        }
        body.steps = statements.map(|statement| self.step(statement)).collect::<Read<_>>()?;
        Ok(body)
    }
}

fn is_named(targets: &[Expr], spelling: &str) -> bool {
    matches!(targets, [Expr::Name(name)] if name.id == spelling)
}
