//! Which identifiers a program may use.

/// How many instance attributes a program may have. From the 31st on, CPython may give up the key table that the
/// instances of a class share (`Objects/dictobject.c`, `SHARED_KEYS_MAX_SIZE`), which no heap here imitates.
pub const ATTRIBUTES_MAX: usize = 30;

/// Why `spelling` cannot be the name of a variable, parameter, class or function; `None` if it can.
pub(super) fn reserved_name(spelling: &str) -> Option<&'static str> {
    if matches!(spelling, "error" | "_") {
        Some("kept for `except` and `for`")
    } else if MODULES.contains(&spelling) {
        Some("a module")
    } else if BUILTINS.binary_search(&spelling).is_ok() {
        Some("a builtin of Python")
    } else {
        reserved_everywhere(spelling)
    }
}

/// Why `spelling` cannot be an instance attribute; `None` if it can.
pub(super) fn reserved_attribute(spelling: &str) -> Option<&'static str> {
    if KIND_ATTRIBUTES.binary_search(&spelling).is_ok() {
        Some("an attribute of a built-in type")
    } else {
        reserved_everywhere(spelling)
    }
}

fn reserved_everywhere(spelling: &str) -> Option<&'static str> {
    if !is_identifier(spelling) {
        Some("not an identifier of ASCII letters, digits and `_`")
    } else if spelling.starts_with("__") {
        Some("kept for Python itself")
    } else if KEYWORDS.binary_search(&spelling).is_ok() {
        Some("a keyword of Python")
    } else {
        None
    }
}

/// Whether a text can be a literal or a key.
pub(super) fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn is_identifier(spelling: &str) -> bool {
    let mut bytes = spelling.bytes();
    bytes.next().is_some_and(|byte| byte == b'_' || byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
}

/// The modules that a program imports.
pub(super) const MODULES: [&str; 4] = ["copy", "gc", "sys", "weakref"];

/// Keywords of any Python from 3.8 on, soft ones too.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case",
    "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from",
    "global", "if", "import", "in", "is", "lambda", "lazy", "match", "nonlocal", "not", "or",
    "pass", "raise", "return", "try", "while", "with", "yield",
];

/// What `dir(builtins)` has in any Python from 3.8 on, sorted; also what `site` adds. A variable of that name that is
/// not bound would be found there instead of raising `NameError`.
#[rustfmt::skip]
const BUILTINS: &[&str] = &[
    "ArithmeticError", "AssertionError", "AttributeError", "BaseException",
    "BaseExceptionGroup", "BlockingIOError", "BrokenPipeError", "BufferError", "BytesWarning",
    "ChildProcessError", "ConnectionAbortedError", "ConnectionError",
    "ConnectionRefusedError", "ConnectionResetError", "DeprecationWarning", "EOFError",
    "Ellipsis", "EncodingWarning", "EnvironmentError", "Exception", "ExceptionGroup",
    "FileExistsError", "FileNotFoundError", "FloatingPointError", "FutureWarning",
    "GeneratorExit", "IOError", "ImportCycleError", "ImportError", "ImportWarning",
    "IndentationError", "IndexError", "InterruptedError", "IsADirectoryError", "KeyError",
    "KeyboardInterrupt", "LookupError", "MemoryError", "ModuleNotFoundError", "NameError",
    "NotADirectoryError", "NotImplemented", "NotImplementedError", "OSError", "OverflowError",
    "PendingDeprecationWarning", "PermissionError", "ProcessLookupError",
    "PythonFinalizationError", "RecursionError", "ReferenceError", "ResourceWarning",
    "RuntimeError", "RuntimeWarning", "StopAsyncIteration", "StopIteration", "SyntaxError",
    "SyntaxWarning", "SystemError", "SystemExit", "TabError", "TimeoutError", "TypeError",
    "UnboundLocalError", "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError",
    "UnicodeTranslateError", "UnicodeWarning", "UserWarning", "ValueError", "Warning",
    "ZeroDivisionError", "_IncompleteInputError", "abs", "aiter", "all", "anext", "any",
    "ascii", "bin", "bool", "breakpoint", "bytearray", "bytes", "callable", "chr",
    "classmethod", "compile", "complex", "copyright", "credits", "delattr", "dict", "dir",
    "divmod", "enumerate", "eval", "exec", "exit", "filter", "float", "format", "frozendict",
    "frozenset", "getattr", "globals", "hasattr", "hash", "help", "hex", "id", "input", "int",
    "isinstance", "issubclass", "iter", "len", "license", "list", "locals", "map", "max",
    "memoryview", "min", "next", "object", "oct", "open", "ord", "pow", "print", "property",
    "quit", "range", "repr", "reversed", "round", "sentinel", "set", "setattr", "slice",
    "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip",
];

/// What `dir()` of int, float, str, bool, None, tuple, list, dict, set and weakref.ref has in any Python from 3.8 on, sorted:
/// as instance attributes they would mean something else on an object of those types.
#[rustfmt::skip]
const KIND_ATTRIBUTES: &[&str] = &[
    "add", "append", "as_integer_ratio", "bit_count", "bit_length", "capitalize", "casefold",
    "center", "clear", "conjugate", "copy", "count", "denominator", "difference",
    "difference_update", "discard", "encode", "endswith", "expandtabs", "extend", "find",
    "format", "format_map", "from_bytes", "from_number", "fromhex", "fromkeys", "get", "hex",
    "imag", "index", "insert", "intersection", "intersection_update", "is_integer", "isalnum",
    "isalpha", "isascii", "isdecimal", "isdigit", "isdisjoint", "isidentifier", "islower",
    "isnumeric", "isprintable", "isspace", "issubset", "issuperset", "istitle", "isupper",
    "items", "join", "keys", "ljust", "lower", "lstrip", "maketrans", "numerator",
    "partition", "pop", "popitem", "real", "remove", "removeprefix", "removesuffix",
    "replace", "reverse", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip",
    "setdefault", "sort", "split", "splitlines", "startswith", "strip", "swapcase",
    "symmetric_difference", "symmetric_difference_update", "title", "to_bytes", "translate",
    "union", "update", "upper", "values", "zfill",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        for table in [KEYWORDS, BUILTINS, KIND_ATTRIBUTES] {
            assert!(table.is_sorted_by(|left, right| left < right));
        }
    }

    #[test]
    fn what_a_person_would_write_is_free() {
        for name in ["x", "self", "node", "C0", "f0", "_x", "data2"] {
            assert_eq!(reserved_name(name), None, "{name}");
        }
        for attribute in ["a", "next", "left", "data", "ref", "_x"] {
            assert_eq!(reserved_attribute(attribute), None, "{attribute}");
        }
    }
}
