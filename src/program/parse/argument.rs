//! The arguments of `print`.

use ruff_python_ast::{CmpOp, Expr, ExprCompare, ExprSubscript, Operator};

use super::outline::Definition;
use super::reader::{Call, Read, Reader};
use crate::program::syntax::Argument;

const ARGUMENT: &str = "a name, a literal, `x.a`, `x[0]`, `a is b`, `a == b`, `w() is None`, \
     `type(x).__name__`, `len(x)`, `sys.getrefcount(x)`, `id(a) == id(b)`, `id(a) - id(b)`, \
     `gc.collect()` or another look at the collector";

const COLLECTOR_ARGUMENT: &str = "`gc.collect()`, `gc.collect(0)`, `gc.get_count()`, \
     `gc.get_threshold()`, `gc.isenabled()`, `gc.is_tracked(x)`, `gc.is_finalized(x)`, \
     `gc.get_freeze_count()`, `len(gc.garbage)`, `len(gc.get_referents(x))`, \
     `gc.get_stats()[0]['collections']`, `x in gc.get_objects(0)`";

impl Reader<'_> {
    pub(super) fn argument(&mut self, expression: &Expr) -> Read<Argument> {
        match expression {
            Expr::Name(name) => Ok(Argument::Name(self.variable(&name.id, name)?)),
            Expr::Attribute(attribute) => match self.type_named(expression)? {
                Some(value) => Ok(Argument::TypeName(self.value(value)?)),
                None => {
                    let name = self.variable_of(&attribute.value, ARGUMENT)?;
                    Ok(Argument::Attribute(name, self.attribute(&attribute.attr)?))
                }
            },
            Expr::Subscript(item) => self.item_argument(expression, item),
            Expr::Compare(comparison) => self.comparison(expression, comparison),
            Expr::Call(_) => self.call_argument(expression),
            Expr::BinOp(operation) if operation.op == Operator::Sub => {
                match (self.id_of(&operation.left)?, self.id_of(&operation.right)?) {
                    (Some(left), Some(right)) => {
                        Ok(Argument::IdDifference(self.value(left)?, self.value(right)?))
                    }
                    _ => Err(self.refused(expression, ARGUMENT)),
                }
            }
            _ => self.literal(expression, ARGUMENT).map(Argument::Literal),
        }
    }

    /// The `x` of `type(x).__name__`.
    pub(super) fn type_named<'e>(&self, expression: &'e Expr) -> Read<Option<&'e Expr>> {
        match expression {
            Expr::Attribute(attribute) if attribute.attr.as_str() == "__name__" => {
                self.argument_of(&attribute.value, &["type"])
            }
            _ => Ok(None),
        }
    }

    /// The `x` of `id(x)`.
    fn id_of<'e>(&self, expression: &'e Expr) -> Read<Option<&'e Expr>> {
        self.argument_of(expression, &["id"])
    }

    /// The one argument of a call of `path`; `None` for any other expression.
    fn argument_of<'e>(&self, expression: &'e Expr, path: &[&str]) -> Read<Option<&'e Expr>> {
        Ok(match self.call(expression)? {
            Some(Call { path: called, arguments: [argument] }) if called == path => Some(argument),
            _ => None,
        })
    }

    /// `x[0]` or `gc.get_stats()[0]['collections']`
    fn item_argument(&mut self, expression: &Expr, item: &ExprSubscript) -> Read<Argument> {
        let Expr::Subscript(statistics) = item.value.as_ref() else {
            let name = self.variable_of(&item.value, ARGUMENT)?;
            return Ok(Argument::Item(name, self.key(&item.slice)?));
        };
        let stats = self.call(&statistics.value)?;
        let stats =
            stats.is_some_and(|call| call.path == ["gc", "get_stats"] && call.arguments.is_empty());
        if stats && self.text(&item.slice)?.is_some_and(|key| key == "collections") {
            Ok(Argument::Collections(self.generation(&statistics.slice)?))
        } else {
            Err(self.refused(expression, ARGUMENT))
        }
    }

    fn comparison(&mut self, expression: &Expr, comparison: &ExprCompare) -> Read<Argument> {
        let (&[operator], [right]) = (&*comparison.ops, &*comparison.comparators) else {
            return Err(self.refused(expression, ARGUMENT));
        };
        let left = comparison.left.as_ref();
        match operator {
            CmpOp::Is => self.identity(left, right),
            CmpOp::Eq => match (self.id_of(left)?, self.id_of(right)?) {
                (Some(left), Some(right)) => {
                    Ok(Argument::SameId(self.value(left)?, self.value(right)?))
                }
                _ => Ok(Argument::Equal(self.value(left)?, self.value(right)?)),
            },
            CmpOp::In => match self.argument_of(right, &["gc", "get_objects"])? {
                Some(generation) => {
                    let value = self.value(left)?;
                    Ok(Argument::InGeneration(value, self.generation(generation)?))
                }
                None => Err(self.refused(expression, ARGUMENT)),
            },
            _ => Err(self.refused(expression, ARGUMENT)),
        }
    }

    /// `w() is None` or `a is b`
    fn identity(&mut self, left: &Expr, right: &Expr) -> Read<Argument> {
        if let (Some(Call { path, arguments: [] }), Expr::NoneLiteral(_)) =
            (self.call(left)?, right)
            && let [name] = path.as_slice()
        {
            match self.outline.definition(name) {
                Some(Definition::Class(_)) => {}
                Some(Definition::Function(_)) => return Err(self.refused(left, ARGUMENT)),
                None => return Ok(Argument::IsDead(self.variable(name, left)?)),
            }
        }
        Ok(Argument::Is(self.value(left)?, self.value(right)?))
    }

    fn call_argument(&mut self, expression: &Expr) -> Read<Argument> {
        let Some(call) = self.call(expression)? else {
            return Err(self.refused(expression, ARGUMENT));
        };
        match (call.path.as_slice(), call.arguments) {
            (["len"], [sized]) => self.len_argument(sized),
            (["sys", "getrefcount"], [value]) => Ok(Argument::ReferenceCount(self.value(value)?)),
            (["gc", function], arguments) => {
                self.collector_argument(expression, function, arguments)
            }
            _ => Err(self.refused(expression, ARGUMENT)),
        }
    }

    fn len_argument(&mut self, sized: &Expr) -> Read<Argument> {
        if self.path(sized)?.is_some_and(|path| path == ["gc", "garbage"]) {
            return Ok(Argument::GarbageLen);
        }
        match self.argument_of(sized, &["gc", "get_referents"])? {
            Some(value) => Ok(Argument::ReferentsLen(self.value(value)?)),
            None => Ok(Argument::Len(self.value(sized)?)),
        }
    }

    fn collector_argument(
        &mut self,
        expression: &Expr,
        function: &str,
        arguments: &[Expr],
    ) -> Read<Argument> {
        match (function, arguments) {
            ("collect", []) => Ok(Argument::Collect(None)),
            ("collect", [generation]) => Ok(Argument::Collect(Some(self.generation(generation)?))),
            ("get_count", []) => Ok(Argument::Counts),
            ("get_threshold", []) => Ok(Argument::Thresholds),
            ("isenabled", []) => Ok(Argument::IsEnabled),
            ("is_tracked", [value]) => Ok(Argument::IsTracked(self.value(value)?)),
            ("is_finalized", [value]) => Ok(Argument::IsFinalized(self.value(value)?)),
            ("get_freeze_count", []) => Ok(Argument::FreezeCount),
            _ => Err(self.refused(expression, COLLECTOR_ARGUMENT)),
        }
    }
}
