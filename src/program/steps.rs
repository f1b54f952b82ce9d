//! How long a program is.

use super::syntax::{Body, Class, Function, Program};

impl Program {
    /// How many statements the text has, `import` and `pass` aside: what short and long mean wherever programs are shrunk or
    /// reported.
    ///
    /// A step counts one, in the main block and in bodies alike, also where it is guarded or repeated. So does each line of a
    /// definition: `class`, `__slots__`, `def`, `global`, `return`. Zeal counts one too: it collects as a statement would.
    #[must_use]
    pub fn steps(&self) -> usize {
        let classes: usize = self.classes.iter().map(Class::statements).sum();
        let functions: usize = self.functions.iter().map(Function::statements).sum();
        usize::from(self.zeal.is_some()) + classes + functions + self.main.len()
    }

    /// The same program, ending after the first `count` steps of the main block.
    #[must_use]
    pub fn first_steps(&self, count: usize) -> Self {
        let main = self.main.iter().take(count).cloned().collect();
        Self { main, ..self.clone() }
    }
}

impl Class {
    fn statements(&self) -> usize {
        let finalizer = self.finalizer.as_ref().map_or(0, |one| 1 + one.body.statements());
        1 + usize::from(self.slots.is_some()) + finalizer
    }
}

impl Function {
    fn statements(&self) -> usize {
        1 + self.body.statements() + usize::from(self.returns.is_some())
    }
}

impl Body {
    fn statements(&self) -> usize {
        self.globals.len() + self.steps.len()
    }
}
