//! What does not depend on when objects die.

use twinheap::heaps::{Interpreter, Settings};

use super::marking::Marking;

fn check(text: &str, expected: &str) {
    let mut heap = Interpreter::<Marking>::new();
    assert_eq!(super::run(&mut heap, text, &Settings::default()), expected, "{text}");
}

#[test]
fn names_are_local_where_a_body_binds_them() {
    check(
        "def f0(p0):\n    x = p0\n    print(x, y)\n    return x\n\ny = 1\nz = f0(2)\nprint(z)\nprint(x)\n",
        "2 1\n2\nraised NameError: name 'x' is not defined\n",
    );
}
