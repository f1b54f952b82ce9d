//! Durations as people write them.

use std::time::Duration;

/// `500ms`, `30s`, `5m`, `2h`; a number alone is seconds.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let milliseconds = match &text[digits.len()..] {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        other => return Err(format!("{other:?} is no unit of time; write 500ms, 30s, 5m or 2h")),
    };
    let number: u64 = digits
        .parse()
        .map_err(|_| "write a whole number and a unit: 500ms, 30s, 5m, 2h".to_owned())?;
    number
        .checked_mul(milliseconds)
        .map(Duration::from_millis)
        .ok_or_else(|| "that is too long".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Duration, parse};

    #[test]
    fn units_are_read() {
        assert_eq!(parse("90"), Ok(Duration::from_secs(90)));
        assert_eq!(parse("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse("2h"), Ok(Duration::from_secs(7_200)));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in
            ["", "s", "1.5s", "5 minutes", "-1s", "99999999999999999999s", "9999999999999999h"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
