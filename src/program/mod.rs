//! Programs: one value, its text (Python) and its bytes.

pub mod bytes;
mod geometry;
mod names;
mod normal;
mod parse;
mod parts;
mod print;
mod repr;
mod scope;
mod steps;
mod syntax;
mod validate;
mod zeal;

pub use geometry::Geometry;
pub use names::ATTRIBUTES_MAX;
pub use parse::ParseError;
pub(crate) use parts::Part;
pub use print::Written;
pub use scope::{Access, Constant};
pub use syntax::{
    Argument, Attribute, Body, Class, ClassId, Expression, Finalizer, Function, FunctionId, Key,
    Literal, Name, Program, Slots, Statement, Step, VALUE_DEPTH_MAX, Value,
};
pub use validate::InvalidProgram;
pub use zeal::{Generations, Moments, Zeal};
