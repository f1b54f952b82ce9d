//! Steps and statements.

use ruff_python_ast::{ExceptHandler, Expr, Operator, Stmt, StmtAssign, StmtFor, StmtTry};

use super::reader::{Call, Read, Reader};
use crate::program::names::reserved_name;
use crate::program::syntax::{Statement, Step};
use crate::program::validate::THRESHOLD_MAX;

const STATEMENT: &str = "`x = …`, `x += …`, `y[0] = …`, `y.a = …`, \
     `del x`, `del y[0]`, `del y.a`, `f0(a)`, \
     `y.append(x)`, `y.insert(0, x)`, `y.extend(x)`, `y.clear()`, \
     `gc.collect()` and its like, `print(…)`";

const STEP: &str = "one statement a line, or one after `try:` or `for _ in range(3):`";

const GUARD: &str = "`try: STATEMENT` and `except Exception as error: print(type(error).__name__)`";

const REPETITION: &str = "`for _ in range(3): STATEMENT`";

const COLLECTOR: &str = "`gc.collect()`, `gc.collect(0)`, `gc.enable()`, `gc.disable()`, \
     `gc.set_threshold(a, b, c)`, `gc.freeze()`, `gc.unfreeze()`, \
     `gc.set_debug(0)`, `gc.set_debug(gc.DEBUG_SAVEALL)`, `gc.garbage.clear()`";

impl Reader<'_> {
    pub(super) fn step(&mut self, statement: &Stmt) -> Read<Step> {
        match statement {
            Stmt::Try(guard) => {
                let inner = self.guarded(statement, guard)?;
                self.statement(inner).map(Step::Guarded)
            }
            Stmt::For(repetition) => {
                let (count, inner) = self.repeated(statement, repetition)?;
                Ok(Step::Repeated(count, self.statement(inner)?))
            }
            _ => self.statement(statement).map(Step::Plain),
        }
    }

    fn guarded<'s>(&self, statement: &Stmt, guard: &'s StmtTry) -> Read<&'s Stmt> {
        let plain = guard.orelse.is_empty() && guard.finalbody.is_empty() && !guard.is_star;
        match (guard.body.as_slice(), guard.handlers.as_slice()) {
            ([inner], [handler]) if plain && self.is_the_handler(handler)? => Ok(inner),
            _ => Err(self.refused_statement(statement, GUARD)),
        }
    }

    /// Whether this is `except Exception as error: print(type(error).__name__)`.
    fn is_the_handler(&self, handler: &ExceptHandler) -> Read<bool> {
        let ExceptHandler::ExceptHandler(handler) = handler;
        let Some(Expr::Name(caught)) = handler.type_.as_deref() else { return Ok(false) };
        let named = handler.name.as_ref().is_some_and(|name| name.as_str() == "error");
        let [Stmt::Expr(body)] = handler.body.as_slice() else { return Ok(false) };
        let Some(Call { path, arguments: [shown] }) = self.call(&body.value)? else {
            return Ok(false);
        };
        let error = self.type_named(shown)?;
        let shows_error = matches!(error, Some(Expr::Name(name)) if name.id == "error");
        Ok(caught.id == "Exception" && named && path == ["print"] && shows_error)
    }

    fn repeated<'s>(&self, statement: &Stmt, repetition: &'s StmtFor) -> Read<(u32, &'s Stmt)> {
        let counter = matches!(repetition.target.as_ref(), Expr::Name(name) if name.id == "_");
        let plain = counter && repetition.orelse.is_empty() && !repetition.is_async;
        let range = self.call(&repetition.iter)?;
        match (range, repetition.body.as_slice()) {
            (Some(Call { path, arguments: [count] }), [inner]) if plain && path == ["range"] => {
                Ok((self.integer_to(count, u32::MAX, "repetitions from 0 to 2**32 - 1")?, inner))
            }
            _ => Err(self.refused_statement(statement, REPETITION)),
        }
    }

    fn statement(&mut self, statement: &Stmt) -> Read<Statement> {
        match statement {
            Stmt::Assign(assign) => self.assignment(statement, assign),
            Stmt::AugAssign(augment) if augment.op == Operator::Add => {
                let name =
                    self.variable_of(&augment.target, "`x += …`, with a name on the left")?;
                Ok(Statement::Augment(name, self.value(&augment.value)?))
            }
            Stmt::Delete(delete) => match delete.targets.as_slice() {
                [target] => self.deletion(target),
                _ => Err(self.refused_statement(statement, "`del` of one name, item or attribute")),
            },
            Stmt::Expr(expression) => self.call_statement(&expression.value),
            _ => Err(self.refused_statement(statement, instead_of(statement))),
        }
    }

    fn assignment(&mut self, statement: &Stmt, assign: &StmtAssign) -> Read<Statement> {
        let [target] = assign.targets.as_slice() else {
            return Err(self.refused_statement(statement, "one target, as in `x = y`"));
        };
        match target {
            Expr::Name(name) => {
                let name = self.variable(&name.id, name)?;
                Ok(Statement::Bind(name, self.expression(&assign.value)?))
            }
            Expr::Subscript(item) => {
                let name = self.variable_of(&item.value, "`y[0] = …`, with a name on the left")?;
                let key = self.key(&item.slice)?;
                Ok(Statement::SetItem(name, key, self.value(&assign.value)?))
            }
            Expr::Attribute(attribute) => {
                let name =
                    self.variable_of(&attribute.value, "`y.a = …`, with a name on the left")?;
                let attribute = self.attribute(&attribute.attr)?;
                Ok(Statement::SetAttribute(name, attribute, self.value(&assign.value)?))
            }
            _ => Err(self.refused(target, "`x`, `y[0]`, `y['k']` or `y.a` on the left")),
        }
    }

    fn deletion(&mut self, target: &Expr) -> Read<Statement> {
        const DELETION: &str = "`del x`, `del y[0]`, `del y['k']` or `del y.a`";
        match target {
            Expr::Name(name) => Ok(Statement::Delete(self.variable(&name.id, name)?)),
            Expr::Subscript(item) => {
                let name = self.variable_of(&item.value, DELETION)?;
                Ok(Statement::DeleteItem(name, self.key(&item.slice)?))
            }
            Expr::Attribute(attribute) => {
                let name = self.variable_of(&attribute.value, DELETION)?;
                Ok(Statement::DeleteAttribute(name, self.attribute(&attribute.attr)?))
            }
            _ => Err(self.refused(target, DELETION)),
        }
    }

    fn call_statement(&mut self, expression: &Expr) -> Read<Statement> {
        let Some(call) = self.call(expression)? else {
            return Err(self.refused(expression, STATEMENT));
        };
        match (call.path.as_slice(), call.arguments) {
            (["print"], arguments) => {
                let arguments = arguments.iter().map(|argument| self.argument(argument));
                Ok(Statement::Print(arguments.collect::<Read<_>>()?))
            }
            (["gc", ..], _) => self.collector_statement(expression, &call),
            ([name], _) if reserved_name(name).is_some() => {
                Err(self.refused(expression, STATEMENT))
            }
            ([function], arguments) => {
                let function = self.function(function, expression)?;
                Ok(Statement::Call(function, self.values(arguments)?))
            }
            ([name, method], arguments) => {
                self.method_statement(expression, (name, method), arguments)
            }
            _ => Err(self.refused(expression, STATEMENT)),
        }
    }

    fn method_statement(
        &mut self,
        expression: &Expr,
        (receiver, method): (&str, &str),
        arguments: &[Expr],
    ) -> Read<Statement> {
        let name = self.variable(receiver, expression)?;
        match (method, arguments) {
            ("append", [value]) => Ok(Statement::Append(name, self.value(value)?)),
            ("extend", [value]) => Ok(Statement::Extend(name, self.value(value)?)),
            ("clear", []) => Ok(Statement::Clear(name)),
            ("insert", [index, value]) => {
                let index = self.integer(index)?.ok_or_else(|| {
                    self.refused(index, "an integer as the index of `y.insert(0, x)`")
                })?;
                Ok(Statement::Insert(name, index, self.value(value)?))
            }
            _ => Err(self.refused(expression, STATEMENT)),
        }
    }

    fn collector_statement(&self, expression: &Expr, call: &Call<'_>) -> Read<Statement> {
        match (&call.path[1..], call.arguments) {
            (["collect"], []) => Ok(Statement::Collect(None)),
            (["collect"], [generation]) => {
                Ok(Statement::Collect(Some(self.generation(generation)?)))
            }
            (["enable"], []) => Ok(Statement::Enable),
            (["disable"], []) => Ok(Statement::Disable),
            (["freeze"], []) => Ok(Statement::Freeze),
            (["unfreeze"], []) => Ok(Statement::Unfreeze),
            (["garbage", "clear"], []) => Ok(Statement::ClearGarbage),
            (["set_threshold"], [a, b, c]) => Ok(Statement::SetThreshold([
                self.threshold(a)?,
                self.threshold(b)?,
                self.threshold(c)?,
            ])),
            (["set_debug"], [flags]) => self.save_all(flags).map(Statement::SaveAll),
            _ => Err(self.refused(expression, COLLECTOR)),
        }
    }

    fn threshold(&self, expression: &Expr) -> Read<u32> {
        self.integer_to(expression, THRESHOLD_MAX, "thresholds from 0 to 2**31 - 1")
    }

    fn save_all(&self, flags: &Expr) -> Read<bool> {
        if self.path(flags)?.is_some_and(|path| path == ["gc", "DEBUG_SAVEALL"]) {
            return Ok(true);
        }
        self.integer_to(flags, 0, "`0` or `gc.DEBUG_SAVEALL`").map(|_| false)
    }
}

/// What would do where a statement of this kind cannot stand.
fn instead_of(statement: &Stmt) -> &'static str {
    match statement {
        Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {
            "definitions before the first statement, not inside others"
        }
        Stmt::Import(_) | Stmt::ImportFrom(_) => {
            "`import copy, gc, sys, weakref` before the first statement"
        }
        Stmt::Return(_) => "`return x` as the last line of a function",
        Stmt::Global(_) => "`global x` as the first lines of a function",
        Stmt::Pass(_) => "`pass` as the only line of a body",
        Stmt::Try(_) | Stmt::For(_) => STEP,
        _ => STATEMENT,
    }
}
