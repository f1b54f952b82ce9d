//! Literals and keys as Python's `repr` writes them.

use std::fmt;

use super::syntax::{Key, Literal};

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Bool(true) => f.write_str("True"),
            Self::Bool(false) => f.write_str("False"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write_float(f, *value),
            Self::Text(text) => write_text(f, text),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => write!(f, "{value}"),
            Self::Text(text) => write_text(f, text),
        }
    }
}

/// The shortest digits that read back as `value`, with an exponent where CPython writes one (`Python/pystrtod.c`,
/// `format_float_short` with code `r`: below 1e-4 and from 1e16).
fn write_float(f: &mut fmt::Formatter<'_>, value: f64) -> fmt::Result {
    let scientific = format!("{value:e}");
    let exponent = scientific.split_once('e').and_then(|(mantissa, digits)| {
        let exponent: i32 = digits.parse().ok()?;
        (!(-4..16).contains(&exponent)).then_some((mantissa, exponent))
    });
    match exponent {
        Some((mantissa, exponent)) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            write!(f, "{mantissa}e{sign}{:02}", exponent.abs())
        }
        None if value.fract() == 0.0 => write!(f, "{value}.0"),
        None => write!(f, "{value}"),
    }
}

/// A text of printable ASCII, in single quotes unless those would have to be escaped and double ones would not.
fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    write!(f, "{quote}")?;
    for character in text.chars() {
        if character == '\\' || character == quote {
            f.write_str("\\")?;
        }
        write!(f, "{character}")?;
    }
    write!(f, "{quote}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_read_as_python_writes_them() {
        // Taken from CPython 3.11.
        let expected = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (2.5, "2.5"),
            (100.0, "100.0"),
            (0.0001, "0.0001"),
            (0.000_099, "9.9e-05"),
            (0.000_01, "1e-05"),
            (1e15, "1000000000000000.0"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1e16, "1e+16"),
            (-1.5e300, "-1.5e+300"),
            (5e-324, "5e-324"),
            (0.1 + 0.2, "0.30000000000000004"),
        ];
        for (value, text) in expected {
            assert_eq!(Literal::Float(value).to_string(), text);
        }
    }

    #[test]
    fn texts_read_as_python_writes_them() {
        let expected = [
            ("", "''"),
            ("a", "'a'"),
            ("it's", "\"it's\""),
            ("\"", "'\"'"),
            ("'\"", "'\\'\"'"),
            ("\\n", "'\\\\n'"),
        ];
        for (value, text) in expected {
            assert_eq!(Literal::Text(value.into()).to_string(), text);
        }
    }
}
