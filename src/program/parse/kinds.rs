//! What the statements and expressions of Python are called in errors.

use ruff_python_ast::{Expr, Stmt};

/// The statement, with its article.
pub(super) fn statement_kind(statement: &Stmt) -> &'static str {
    match statement {
        Stmt::FunctionDef(function) if function.is_async => "the async function",
        Stmt::FunctionDef(_) => "the function",
        Stmt::ClassDef(_) => "the class",
        Stmt::Return(_) => "the statement",
        Stmt::Delete(_) => "the deletion",
        Stmt::TypeAlias(_) => "the type alias",
        Stmt::Assign(_) => "the assignment",
        Stmt::AugAssign(_) => "the augmented assignment",
        Stmt::AnnAssign(_) => "the annotated assignment",
        Stmt::For(_) | Stmt::While(_) => "the loop",
        Stmt::If(_) => "the condition",
        Stmt::With(_) => "the `with` statement",
        Stmt::Match(_) => "the `match` statement",
        Stmt::Raise(_) => "the `raise` statement",
        Stmt::Try(_) => "the `try` statement",
        Stmt::Assert(_) => "the assertion",
        Stmt::Import(_) | Stmt::ImportFrom(_) => "the import",
        Stmt::Global(_) | Stmt::Nonlocal(_) => "the declaration",
        Stmt::Expr(statement) => expression_kind(&statement.value),
        Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => "the statement",
        Stmt::IpyEscapeCommand(_) => "the shell command",
    }
}

/// The expression, with its article.
pub(super) fn expression_kind(expression: &Expr) -> &'static str {
    match expression {
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "the operation",
        Expr::Named(_) => "the assignment expression",
        Expr::Lambda(_) => "the lambda",
        Expr::If(_) => "the conditional expression",
        Expr::Dict(_) => "the dict display",
        Expr::Set(_) => "the set display",
        Expr::List(_) => "the list display",
        Expr::Tuple(_) => "the tuple",
        Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) => "the comprehension",
        Expr::Generator(_) => "the generator expression",
        Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => "the expression",
        Expr::Compare(_) => "the comparison",
        Expr::Call(_) => "the call",
        Expr::FString(_) | Expr::TString(_) => "the formatted text",
        Expr::StringLiteral(_) => "the text",
        Expr::BytesLiteral(_) => "the bytes",
        Expr::NumberLiteral(_) => "the number",
        Expr::BooleanLiteral(_) | Expr::NoneLiteral(_) | Expr::EllipsisLiteral(_) => "the constant",
        Expr::Attribute(_) => "the attribute",
        Expr::Subscript(_) => "the item",
        Expr::Starred(_) => "the starred expression",
        Expr::Name(_) => "the name",
        Expr::Slice(_) => "the slice",
        Expr::IpyEscapeCommand(_) => "the shell command",
    }
}
