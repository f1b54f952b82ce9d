//! What a step does, in a word.

use std::rc::Rc;

use crate::program::{Argument, Expression, Program, Statement, Step};

/// The step's operation, as it stands in signatures and tables: `append`, `gc.collect`, `print(len)`.
#[must_use]
pub fn operation(step: &Step) -> &'static str {
    match step.statement() {
        Statement::Bind(_, expression) => bind(expression),
        Statement::Call(..) => "call",
        Statement::Augment(..) => "+=",
        Statement::SetItem(..) => "set item",
        Statement::SetAttribute(..) => "set attribute",
        Statement::Append(..) => "append",
        Statement::Insert(..) => "insert",
        Statement::Extend(..) => "extend",
        Statement::Clear(_) => "clear",
        Statement::Delete(_) => "del",
        Statement::DeleteItem(..) => "del item",
        Statement::DeleteAttribute(..) => "del attribute",
        Statement::Collect(_) => "gc.collect",
        Statement::Enable => "gc.enable",
        Statement::Disable => "gc.disable",
        Statement::SetThreshold(_) => "gc.set_threshold",
        Statement::Freeze => "gc.freeze",
        Statement::Unfreeze => "gc.unfreeze",
        Statement::SaveAll(_) => "gc.set_debug",
        Statement::ClearGarbage => "gc.garbage.clear",
        Statement::Print(arguments) => arguments.first().map_or("print()", print),
    }
}

fn bind(expression: &Expression) -> &'static str {
    match expression {
        Expression::Value(_) => "bind",
        Expression::Item(..) => "get item",
        Expression::Attribute(..) => "get attribute",
        Expression::Pop(_) => "pop",
        Expression::Referent(_) => "referent",
        Expression::Copy(_) => "copy.copy",
        Expression::DeepCopy(_) => "copy.deepcopy",
        Expression::Add(..) => "+",
        Expression::Call(..) => "call",
        Expression::WeakReference(..) => "weakref.ref",
    }
}

fn print(argument: &Argument) -> &'static str {
    match argument {
        Argument::Literal(_) => "print(literal)",
        Argument::Name(_) | Argument::Attribute(..) | Argument::Item(..) => "print(value)",
        Argument::Is(..) => "print(is)",
        Argument::Equal(..) => "print(==)",
        Argument::TypeName(_) => "print(type)",
        Argument::Len(_) => "print(len)",
        Argument::ReferenceCount(_) => "print(sys.getrefcount)",
        Argument::SameId(..) | Argument::IdDifference(..) => "print(id)",
        Argument::IsDead(_) => "print(w() is None)",
        Argument::Collect(_) => "print(gc.collect)",
        Argument::Counts => "print(gc.get_count)",
        Argument::Thresholds => "print(gc.get_threshold)",
        Argument::IsEnabled => "print(gc.isenabled)",
        Argument::IsTracked(_) => "print(gc.is_tracked)",
        Argument::IsFinalized(_) => "print(gc.is_finalized)",
        Argument::GarbageLen => "print(len(gc.garbage))",
        Argument::FreezeCount => "print(gc.get_freeze_count)",
        Argument::Collections(_) => "print(gc.get_stats)",
        Argument::ReferentsLen(_) => "print(gc.get_referents)",
        Argument::InGeneration(..) => "print(gc.get_objects)",
    }
}

/// The text of a main step.
pub(super) fn step_text(program: &Rc<Program>, index: usize) -> String {
    program.main.get(index).map_or_else(String::new, |step| program.written(step).to_string())
}
