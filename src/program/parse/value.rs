//! Values, and the right sides of `x = …`.

use ruff_python_ast::{Expr, ExprDict, Number, Operator, UnaryOp};

use super::outline::Definition;
use super::reader::{Read, Reader};
use crate::program::syntax::{ClassId, Expression, Key, Literal, VALUE_DEPTH_MAX, Value};

/// What may stand wherever a name may.
const VALUE: &str =
    "a name, a literal, a display of these (`[a, 'b']`, `(a,)`, `{'k': a}`, `{a, b}`) or `C0()`";

const EXPRESSION: &str = "a name, a literal, a display, `C0()`, `f0(a)`, \
     `y[0]`, `y['k']`, `y.a`, `y.pop()`, `w()`, \
     `a + b`, `copy.copy(y)`, `copy.deepcopy(y)`, `weakref.ref(y)`, `weakref.ref(y, f0)`";

const DICT: &str = "a dict display of integers or texts as keys";

impl Reader<'_> {
    /// The right side of `x = …`.
    pub(super) fn expression(&mut self, expression: &Expr) -> Read<Expression> {
        match expression {
            Expr::Call(_) => self.call_expression(expression),
            Expr::Attribute(attribute) => {
                let name = self.variable_of(&attribute.value, EXPRESSION)?;
                Ok(Expression::Attribute(name, self.attribute(&attribute.attr)?))
            }
            Expr::Subscript(item) => {
                let name = self.variable_of(&item.value, EXPRESSION)?;
                Ok(Expression::Item(name, self.key(&item.slice)?))
            }
            Expr::BinOp(operation) if operation.op == Operator::Add => {
                let left = self.value(&operation.left)?;
                Ok(Expression::Add(left, self.value(&operation.right)?))
            }
            _ => self.value_or(expression, EXPRESSION).map(Expression::Value),
        }
    }

    fn call_expression(&mut self, expression: &Expr) -> Read<Expression> {
        let Some(call) = self.call(expression)? else {
            return Err(self.refused(expression, EXPRESSION));
        };
        match (call.path.as_slice(), call.arguments) {
            (["copy", "copy"], [value]) => Ok(Expression::Copy(self.value(value)?)),
            (["copy", "deepcopy"], [value]) => Ok(Expression::DeepCopy(self.value(value)?)),
            (["weakref", "ref"], [value]) => {
                Ok(Expression::WeakReference(self.value(value)?, None))
            }
            (["weakref", "ref"], [value, Expr::Name(callback)]) => {
                let value = self.value(value)?;
                let callback = self.function(&callback.id, callback)?;
                Ok(Expression::WeakReference(value, Some(callback)))
            }
            ([name, "pop"], []) => Ok(Expression::Pop(self.variable(name, expression)?)),
            ([name], arguments) => self.call_by_name(expression, name, arguments),
            _ => Err(self.refused(expression, EXPRESSION)),
        }
    }

    /// `C0()`, `f0(a)` or `w()`: what is called decides.
    fn call_by_name(
        &mut self,
        expression: &Expr,
        name: &str,
        arguments: &[Expr],
    ) -> Read<Expression> {
        match self.outline.definition(name) {
            Some(Definition::Class(_)) => {
                self.instance(expression).map(Value::New).map(Expression::Value)
            }
            Some(Definition::Function(function)) => {
                Ok(Expression::Call(function, self.values(arguments)?))
            }
            None if arguments.is_empty() => {
                Ok(Expression::Referent(self.variable(name, expression)?))
            }
            None => Err(self.undefined_call(expression, name, "function", EXPRESSION)),
        }
    }

    pub(super) fn values(&mut self, expressions: &[Expr]) -> Read<Vec<Value>> {
        expressions.iter().map(|expression| self.value(expression)).collect()
    }

    pub(super) fn value(&mut self, expression: &Expr) -> Read<Value> {
        self.value_or(expression, VALUE)
    }

    fn value_or(&mut self, expression: &Expr, supported: &'static str) -> Read<Value> {
        self.value_within(expression, VALUE_DEPTH_MAX, supported)
    }

    /// A value whose displays nest at most `levels` deep.
    fn value_within(
        &mut self,
        expression: &Expr,
        levels: usize,
        supported: &'static str,
    ) -> Read<Value> {
        match expression {
            Expr::Name(name) => Ok(Value::Name(self.variable(&name.id, name)?)),
            Expr::Call(_) => Ok(Value::New(self.instance(expression)?)),
            Expr::List(list) => self.items(expression, &list.elts, levels).map(Value::List),
            Expr::Tuple(tuple) => self.items(expression, &tuple.elts, levels).map(Value::Tuple),
            Expr::Set(set) => self.items(expression, &set.elts, levels).map(Value::Set),
            Expr::Dict(dict) => self.dict_items(expression, dict, levels).map(Value::Dict),
            _ => self.literal(expression, supported).map(Value::Literal),
        }
    }

    fn items(&mut self, display: &Expr, items: &[Expr], levels: usize) -> Read<Vec<Value>> {
        let levels = self.levels_inside(display, levels)?;
        items.iter().map(|item| self.value_within(item, levels, VALUE)).collect()
    }

    fn dict_items(
        &mut self,
        display: &Expr,
        dict: &ExprDict,
        levels: usize,
    ) -> Read<Vec<(Key, Value)>> {
        let levels = self.levels_inside(display, levels)?;
        let mut items = Vec::with_capacity(dict.items.len());
        for item in &dict.items {
            let key = item.key.as_ref().ok_or_else(|| self.refused(display, DICT))?;
            items.push((self.key(key)?, self.value_within(&item.value, levels, VALUE)?));
        }
        Ok(items)
    }

    fn levels_inside(&self, display: &Expr, levels: usize) -> Read<usize> {
        levels.checked_sub(1).ok_or_else(|| {
            let quoted = self.source.quoted(display);
            let found = format!("the display {quoted} inside {VALUE_DEPTH_MAX} others");
            self.source.outside(display, found, format!("displays {VALUE_DEPTH_MAX} deep"))
        })
    }

    /// `C0()`
    fn instance(&self, expression: &Expr) -> Read<ClassId> {
        let Some(call) = self.call(expression)? else {
            return Err(self.refused(expression, VALUE));
        };
        let ([name], arguments) = (call.path.as_slice(), call.arguments) else {
            return Err(self.refused(expression, VALUE));
        };
        match self.outline.definition(name) {
            Some(Definition::Class(class)) if arguments.is_empty() => Ok(class),
            Some(Definition::Class(_)) => {
                Err(self.refused(expression, "`C0()`, without arguments"))
            }
            Some(Definition::Function(_)) => Err(self.refused(expression, VALUE)),
            None => Err(self.undefined_call(expression, name, "class", VALUE)),
        }
    }

    /// `None`, `True`, `10`, `-2.5`, `'text'`
    pub(super) fn literal(&self, expression: &Expr, supported: &'static str) -> Read<Literal> {
        if let Some(value) = self.integer(expression)? {
            return Ok(Literal::Int(value));
        }
        if let Some(text) = self.text(expression)? {
            return Ok(Literal::Text(text));
        }
        if let Some(value) = float(expression) {
            let finite = value.is_finite().then_some(Literal::Float(value));
            return finite.ok_or_else(|| self.refused(expression, "finite numbers"));
        }
        match expression {
            Expr::NoneLiteral(_) => Ok(Literal::None),
            Expr::BooleanLiteral(literal) => Ok(Literal::Bool(literal.value)),
            _ => Err(self.refused(expression, supported)),
        }
    }
}

/// The number that an expression is, if it is a float literal.
fn float(expression: &Expr) -> Option<f64> {
    match expression {
        Expr::NumberLiteral(literal) => match literal.value {
            Number::Float(value) => Some(value),
            _ => None,
        },
        Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => match unary.operand.as_ref() {
            operand @ Expr::NumberLiteral(_) => float(operand).map(|value| -value),
            _ => None,
        },
        _ => None,
    }
}
