//! What a campaign came to, as text or JSON.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use serde_json::json;
use twinheap::campaign::{self, Bucket, CaseFile, Finding, Report, Tally};
use twinheap::goals::Reached;
pub(super) use twinheap::number::grouped as number;

use super::failure::Failure;

/// How many programs are printed, each for all buckets that shrink to it; all are in files.
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
    /// A file for each finding: for each bucket, in their order.
    pub(super) fn write_cases(&self) -> Result<Vec<Vec<CaseFile>>, Failure> {
        let write = |finding: &Finding| {
            let failure =
                |error: io::Error| Failure::new(format_args!("{}: {error}", self.folder.display()));
            campaign::write_case(self.folder, finding, &self.repeat).map_err(failure)
        };
        let bucket = |bucket: &Bucket| bucket.findings.iter().map(write).collect();
        self.report.buckets.iter().map(bucket).collect()
    }

    /// A file for each program over which a judge was lost, in their order.
    pub(super) fn write_judge_losses(&self) -> Result<Vec<CaseFile>, Failure> {
        let write = |loss| {
            let failure =
                |error: io::Error| Failure::new(format_args!("{}: {error}", self.folder.display()));
            campaign::write_judge_loss(self.folder, loss, &self.repeat).map_err(failure)
        };
        self.report.tally.judge_losses.iter().map(write).collect()
    }
}

/// The programs over which a judge was lost.
pub(super) fn print_judge_losses(run: &Run<'_>, files: &[CaseFile]) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    for (loss, file) in run.report.tally.judge_losses.iter().zip(files) {
        let path = file.path.display();
        writeln!(output, "\n{} was lost over {path}: {}", loss.judge, loss.cause)?;
    }
    Ok(())
}

pub(super) fn print(run: &Run<'_>, files: &[Vec<CaseFile>]) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    let tally = &run.report.tally;
    writeln!(output, "{}", sums(run, tally))?;
    write!(output, "\n{}", tally.reach)?;
    if !tally.allowed.is_empty() {
        let allowed = tally.allowed.iter().map(|(name, count)| (name.as_str(), *count));
        writeln!(output, "\nnot compared with CPython, how often:\n{}", table(allowed))?;
    }
    if run.report.diverged == 0 {
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

/// A line for each bucket; then the shortest program of each group of buckets, which most likely are one mistake.
fn print_divergences(
    output: &mut impl Write,
    run: &Run<'_>,
    files: &[Vec<CaseFile>],
) -> Result<(), Failure> {
    let report = run.report;
    writeln!(output, "\n{} programs diverged. The buckets:", number(report.diverged))?;
    writeln!(output, "{}", bucket_table(&report.buckets, files))?;
    let groups = report.buckets.chunk_by(|one, next| one.shortest() == next.shortest());
    let (shown, rest): (Vec<_>, Vec<_>) = groups.enumerate().partition(|(n, _)| *n < SHOWN_MAX);
    for (index, group) in shown {
        print_group(output, index, group)?;
    }
    if !rest.is_empty() {
        writeln!(output, "\n{} more groups are in {}", rest.len(), run.folder.display())?;
    }
    writeln!(output, "\nto see one step by step: twinheap replay FILE")?;
    Ok(())
}

/// The buckets with the numbers of their groups.
fn bucket_table(buckets: &[Bucket], files: &[Vec<CaseFile>]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header(["group", "programs", "steps", "what", "shortest program"]);
    let mut group = 0;
    for (index, (bucket, files)) in buckets.iter().zip(files).enumerate() {
        let starts = index == 0 || buckets[index - 1].shortest() != bucket.shortest();
        group += usize::from(starts);
        let steps = bucket.findings.first().map_or(0, |finding| finding.steps);
        let file = files.first().map(|file| file.path.display().to_string());
        table.add_row([
            group.to_string(),
            number(bucket.programs),
            steps.to_string(),
            format!("{}: {}", bucket.blamed, bucket.signature),
            file.unwrap_or_default(),
        ]);
    }
    for column in 0..3 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The shortest program of a group of buckets, and what it shows.
fn print_group(output: &mut impl Write, index: usize, group: &[Bucket]) -> Result<(), Failure> {
    let findings = group.iter().flat_map(|bucket| &bucket.findings);
    let Some(finding) = findings.min_by_key(|finding| (finding.steps, finding.text.len())) else {
        return Ok(());
    };
    let program = finding.text.trim_end().replace('\n', "\n    ");
    let note = if finding.stable { "" } else { ", not reproducible" };
    writeln!(output, "\ngroup {}{note}:\n    {program}", index + 1)?;
    writeln!(output, "{}", finding.divergence)?;
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

pub(super) fn print_json(run: &Run<'_>, files: &[Vec<CaseFile>]) -> Result<(), Failure> {
    let value = json!({
        "repeat": run.repeat,
        "seconds": run.elapsed.as_secs_f64(),
        "report": run.report,
        "missed": missed(&run.report.tally.reach),
        "files": paths(files),
    });
    writeln!(io::stdout(), "{value:#}")?;
    Ok(())
}

/// The names of the goals that were not reached.
pub(super) fn missed(reached: &Reached) -> Vec<&'static str> {
    reached.missed().map(|goal| goal.name).collect()
}

/// The files of each bucket.
pub(super) fn paths(files: &[Vec<CaseFile>]) -> Vec<Vec<String>> {
    let paths =
        |files: &Vec<CaseFile>| files.iter().map(|file| file.path.display().to_string()).collect();
    files.iter().map(paths).collect()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use twinheap::campaign::{Bucket, CaseFile, Check, Finding, Report, Tally};
    use twinheap::lockstep::{Divergence, DivergenceKind, Phase, Place, Role, Signature};

    use super::{Run, print_divergences};

    fn bucket(op: &str, programs: u64) -> Bucket {
        let signature = Signature {
            kind: DivergenceKind::Output,
            op: op.to_owned(),
            role: Role::Part("output".to_owned()),
            phase: Phase::Mutation,
        };
        let divergence = Divergence {
            place: Place::Step(0),
            text: "a = []".to_owned(),
            signature: signature.clone(),
            sides: ["model", "impl"].map(str::to_owned),
            request: None,
            about: "output".to_owned(),
            expected: "1".to_owned(),
            found: "2".to_owned(),
            objects: Vec::new(),
        };
        let finding = Finding {
            index: 0,
            check: Check::Lockstep,
            text: "a = []\n".to_owned(),
            steps: 1,
            divergence,
            shortest: "a = []\n".to_owned(),
            executions: 1,
            stable: true,
        };
        Bucket { blamed: "impl".to_owned(), signature, programs, findings: vec![finding] }
    }

    #[test]
    fn buckets_are_a_line_each_and_a_group_shows_its_shortest_program_once() {
        let buckets = vec![bucket("append", 1_200), bucket("clear", 3)];
        let report = Report { tally: Tally::default(), diverged: 1_203, buckets };
        let run = Run {
            repeat: String::new(),
            subject: "impl",
            folder: Path::new("out"),
            elapsed: Duration::ZERO,
            report: &report,
        };
        let file = |name: &str| vec![CaseFile { path: PathBuf::from(name) }];
        let mut output = Vec::new();
        let files = [file("one.py"), file("two.py")];
        assert!(print_divergences(&mut output, &run, &files).is_ok());
        let text = String::from_utf8(output).unwrap();
        let line =
            |op: &str| text.lines().find(|line| line.contains(&format!("at {op}:"))).unwrap();
        let words = |op: &str| line(op).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words("append"), "1 1,200 1 impl: output at append: output one.py");
        assert_eq!(words("clear"), "1 3 1 impl: output at clear: output two.py");
        assert_eq!(text.matches("group 1:").count(), 1);
        assert_eq!(text.matches("divergence at step 1: a = []").count(), 1);
    }
}
