//! What a campaign came to, as text or JSON.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use serde_json::json;
use twinheap::campaign::{self, CaseFile, Report, Tally};

use super::failure::Failure;

/// How many programs are printed, each with a divergence of its own; all are in files.
const SHOWN_MAX: usize = 10;

/// A campaign that is over.
pub(super) struct Run<'a> {
    /// The command that repeats it.
    pub(super) repeat: String,
    pub(super) subject: &'a str,
    /// Where cases are written.
    pub(super) folder: &'a Path,
    pub(super) elapsed: Duration,
    pub(super) report: &'a Report,
}

impl Run<'_> {
    /// A file for each finding, in their order.
    pub(super) fn write_cases(&self) -> Result<Vec<CaseFile>, Failure> {
        let write = |finding| {
            let failure =
                |error: io::Error| Failure::new(format_args!("{}: {error}", self.folder.display()));
            campaign::write_case(self.folder, finding, &self.repeat).map_err(failure)
        };
        self.report.findings.iter().map(write).collect()
    }
}

pub(super) fn print(run: &Run<'_>, files: &[CaseFile]) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    let tally = &run.report.tally;
    writeln!(output, "{}", sums(run, tally))?;
    let reach = tally.reach.iter().map(|(name, count)| (name.as_str(), *count));
    writeln!(output, "\nreached in lockstep, how often:\n{}", table(reach))?;
    if !tally.allowed.is_empty() {
        let allowed = tally.allowed.iter().map(|(name, count)| (name.as_str(), *count));
        writeln!(output, "\nnot compared with CPython, how often:\n{}", table(allowed))?;
    }
    if run.report.divergences.is_empty() {
        writeln!(output, "\nno divergence")?;
    } else {
        print_divergences(&mut output, run, files)?;
    }
    writeln!(output, "\nthe same again: {}", run.repeat)?;
    Ok(())
}

fn sums(run: &Run<'_>, tally: &Tally) -> String {
    let mut text = format!(
        "{} programs, {} steps with {} beside the model, in {:.1} s",
        number(tally.programs),
        number(tally.steps),
        run.subject,
        run.elapsed.as_secs_f64()
    );
    if tally.zealous_programs > 0 {
        text += &format!(
            "\n{} programs with collections at allocations besides",
            number(tally.zealous_programs)
        );
    }
    if tally.faults > 0 {
        text += &format!("\n{} failing allocations", number(tally.faults));
    }
    if tally.changes > 0 {
        text += &format!(
            "\n{} changes without meaning made no difference, {} that a program could notice",
            number(tally.changes),
            number(tally.noticeable_changes)
        );
    }
    if tally.memory_programs > 0 {
        text += &format!(
            "\n{} programs once more with blocks of the system, guarded, or both",
            number(tally.memory_programs)
        );
    }
    if tally.judged_programs > 0 {
        text += &format!(
            "\n{} programs judged by CPython, {} steps compared",
            number(tally.judged_programs),
            number(tally.judged_steps)
        );
    }
    text
}

fn print_divergences(
    output: &mut impl Write,
    run: &Run<'_>,
    files: &[CaseFile],
) -> Result<(), Failure> {
    writeln!(output, "\ndivergences, in how many programs:")?;
    let counts = run.report.divergences.iter().map(|(key, count)| (key.as_str(), *count));
    writeln!(output, "{}", table(counts))?;
    let mut shown: Vec<String> = Vec::new();
    for (finding, file) in run.report.findings.iter().zip(files) {
        let key = finding.divergence.key();
        if shown.contains(&key) || shown.len() == SHOWN_MAX {
            continue;
        }
        shown.push(key);
        writeln!(output, "\n{}:", file.path.display())?;
        let program = finding.text.trim_end().replace('\n', "\n    ");
        writeln!(output, "    {program}")?;
        writeln!(output, "{}", finding.divergence)?;
    }
    if files.len() > shown.len() {
        let more = files.len() - shown.len();
        writeln!(output, "\n{more} more programs that diverge are in {}", run.folder.display())?;
    }
    Ok(())
}

pub(super) fn table<'a>(rows: impl Iterator<Item = (&'a str, u64)>) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    for (name, count) in rows {
        table.add_row([number(count), name.to_owned()]);
    }
    if let Some(column) = table.column_mut(0) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

pub(super) fn print_json(run: &Run<'_>, files: &[CaseFile]) -> Result<(), Failure> {
    let files: Vec<_> = files.iter().map(|file| file.path.display().to_string()).collect();
    let value = json!({
        "repeat": run.repeat,
        "seconds": run.elapsed.as_secs_f64(),
        "report": run.report,
        "files": files,
    });
    writeln!(io::stdout(), "{value:#}")?;
    Ok(())
}

/// A number in groups of three: `12,345`.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_come_in_groups_of_three() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(number), ["0", "999", "1,000", "1,234,567"]);
    }
}
