//! Programs: one value, its text (Python) and its bytes.

pub mod bytes;
mod geometry;
mod scope;
mod syntax;

pub use geometry::Geometry;
pub use scope::{Access, Constant};
pub use syntax::{
    Argument, Attribute, Body, Class, ClassId, Expression, Finalizer, Function, FunctionId, Key,
    Literal, Name, Program, Slots, Statement, Step, VALUE_DEPTH_MAX, Value,
};
