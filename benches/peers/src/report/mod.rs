//! What people and machines read of a race.

mod cli;
mod plot;
mod table;

pub use cli::main;

/// Three digits of a figure.
fn short(figure: f64) -> String {
    match figure.abs() {
        size if size >= 99.95 => format!("{figure:.0}"),
        size if size >= 9.995 => format!("{figure:.1}"),
        _ => format!("{figure:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn figures_have_three_digits() {
        let shown = [0.0, 1.234, 9.996, 12.34, 99.96, 12345.6].map(short);
        assert_eq!(shown, ["0.00", "1.23", "10.0", "12.3", "100", "12346"]);
    }
}
