//! Which programs can be written as text.

use std::collections::BTreeSet;
use std::fmt;

use super::names::{ATTRIBUTES_MAX, is_printable, reserved_attribute, reserved_name};
use super::parts::Part;
use super::syntax::{Body, Class, Function, Key, Literal, Name, Program, VALUE_DEPTH_MAX, Value};

/// The oldest generation that the collector can be asked about.
pub(super) const GENERATION_MAX: u8 = 2;

/// The largest threshold: `gc.set_threshold` takes C ints.
pub(super) const THRESHOLD_MAX: u32 = i32::MAX.unsigned_abs();

/// Why a program built by hand has no text: which invariant does not hold, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidProgram {
    place: String,
    problem: String,
}

impl fmt::Display for InvalidProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

impl std::error::Error for InvalidProgram {}

impl Program {
    /// Checks that this program can be written as text and read back. Every program that was read from a text is valid; one
    /// that is built in another way has to keep these invariants:
    ///
    /// 1. Names, classes and functions are spelled as ASCII identifiers that Python and the language leave free (no keyword,
    ///    builtin, module, `error`, `_`, nothing that starts with `__`), all different.
    /// 2. So are attributes, which may be builtins, but not attributes of a built-in type such as `append`; at most
    ///    [`ATTRIBUTES_MAX`].
    /// 3. Every index lies inside its table.
    /// 4. Parameters, `global` names and slots are each given once, and no parameter is `global`.
    /// 5. Displays nest at most [`VALUE_DEPTH_MAX`] deep; a set display is not empty.
    /// 6. Floats are finite; texts are printable ASCII.
    /// 7. Generations are 0 to 2; thresholds fit a C int.
    ///
    /// # Errors
    ///
    /// The first invariant that does not hold, with where.
    pub fn validate(&self) -> Result<(), InvalidProgram> {
        self.validate_spellings()?;
        for class in &self.classes {
            let place = format!("class {}", class.name);
            self.validate_class(class).map_err(|problem| at(place, problem))?;
        }
        for function in &self.functions {
            let place = format!("function {}", function.name);
            self.validate_function(function).map_err(|problem| at(place, problem))?;
        }
        for (index, step) in self.main.iter().enumerate() {
            let problem = self.first_problem(|visit| step.clone().parts(visit));
            problem.map_err(|problem| at(format!("main step {index}"), problem))?;
        }
        Ok(())
    }

    fn validate_spellings(&self) -> Result<(), InvalidProgram> {
        let classes = self.classes.iter().map(|class| &class.name);
        let functions = self.functions.iter().map(|function| &function.name);
        let names = self.names.iter().chain(classes).chain(functions);
        spellings(names, reserved_name).map_err(|problem| at("names".into(), problem))?;
        let few = self.attributes.len() <= ATTRIBUTES_MAX;
        spellings(self.attributes.iter(), reserved_attribute)
            .and_then(|()| holds(few, || format!("there are more than {ATTRIBUTES_MAX}")))
            .map_err(|problem| at("attributes".into(), problem))
    }

    fn validate_class(&self, class: &Class) -> Result<(), String> {
        if let Some(slots) = &class.slots {
            each_once(&slots.attributes, "slot")?;
        }
        if let Some(finalizer) = &class.finalizer {
            validate_scope(&[finalizer.receiver], &finalizer.body)?;
        }
        self.first_problem(|visit| class.clone().parts(visit))
    }

    fn validate_function(&self, function: &Function) -> Result<(), String> {
        validate_scope(&function.parameters, &function.body)?;
        self.first_problem(|visit| function.clone().parts(visit))
    }

    fn first_problem(&self, walk: impl FnOnce(&mut dyn FnMut(Part<'_>))) -> Result<(), String> {
        let mut result = Ok(());
        walk(&mut |part| {
            if result.is_ok() {
                result = self.validate_part(&part);
            }
        });
        result
    }

    fn validate_part(&self, part: &Part<'_>) -> Result<(), String> {
        match part {
            Part::Name(name) => inside(name.0, self.names.len(), "name"),
            Part::Attribute(attribute) => inside(attribute.0, self.attributes.len(), "attribute"),
            Part::Class(class) => inside(class.0, self.classes.len(), "class"),
            Part::Function(function) => inside(function.0, self.functions.len(), "function"),
            Part::Literal(Literal::Float(value)) => {
                holds(value.is_finite(), || format!("{value} is not finite"))
            }
            Part::Literal(Literal::Text(text)) | Part::Key(Key::Text(text)) => {
                holds(is_printable(text), || format!("{text:?} is not printable ASCII"))
            }
            Part::Literal(_) | Part::Key(Key::Int(_)) => Ok(()),
            Part::Generation(generation) => holds(**generation <= GENERATION_MAX, || {
                format!("there is no generation {generation}")
            }),
            Part::Thresholds(thresholds) => {
                holds(thresholds.iter().all(|threshold| *threshold <= THRESHOLD_MAX), || {
                    format!("a threshold of {thresholds:?} is more than {THRESHOLD_MAX}")
                })
            }
            Part::Value(value) => validate_display(value, VALUE_DEPTH_MAX),
        }
    }
}

fn at(place: String, problem: String) -> InvalidProgram {
    InvalidProgram { place, problem }
}

fn holds(condition: bool, problem: impl FnOnce() -> String) -> Result<(), String> {
    if condition { Ok(()) } else { Err(problem()) }
}

fn inside(index: u16, len: usize, what: &str) -> Result<(), String> {
    holds(usize::from(index) < len, || format!("there is no {what} {index}, only {len}"))
}

fn each_once<T: Ord + fmt::Debug>(items: &[T], what: &str) -> Result<(), String> {
    let mut met = BTreeSet::new();
    items.iter().try_for_each(|item| {
        holds(met.insert(item), || format!("the {what} {item:?} is there twice"))
    })
}

fn spellings<'a>(
    spellings: impl Iterator<Item = &'a String>,
    reserved: fn(&str) -> Option<&'static str>,
) -> Result<(), String> {
    let mut met = BTreeSet::new();
    for spelling in spellings {
        if let Some(reason) = reserved(spelling) {
            return Err(format!("`{spelling}` cannot be used: it is {reason}"));
        }
        holds(met.insert(spelling), || format!("`{spelling}` is there twice"))?;
    }
    Ok(())
}

fn validate_scope(parameters: &[Name], body: &Body) -> Result<(), String> {
    each_once(parameters, "parameter")?;
    each_once(&body.globals, "global")?;
    holds(!body.globals.iter().any(|name| parameters.contains(name)), || {
        "a parameter is global".into()
    })
}

fn validate_display(value: &Value, levels: usize) -> Result<(), String> {
    let items: Vec<&Value> = match value {
        Value::Name(_) | Value::Literal(_) | Value::New(_) => return Ok(()),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => items.iter().collect(),
        Value::Dict(items) => items.iter().map(|(_, value)| value).collect(),
    };
    let empty_set = matches!(value, Value::Set(items) if items.is_empty());
    holds(!empty_set, || "a set display is empty".into())?;
    let Some(levels) = levels.checked_sub(1) else {
        return Err(format!("displays nest more than {VALUE_DEPTH_MAX} deep"));
    };
    items.into_iter().try_for_each(|item| validate_display(item, levels))
}
