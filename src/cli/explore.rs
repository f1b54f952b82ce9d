//! `explore`: every state within bounds.

use std::io::{self, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use clap::Args;
use clap::builder::RangedU64ValueParser;
use serde_json::json;
use twinheap::campaign::{self, Exploration, Plan};
use twinheap::explore::{Bounds, Feature};

use super::failure::Failure;
use super::report::{self, Run, number};
use super::terminal::Terminal;
use super::workers::{self, SUBJECT};
use super::{AGREEMENT, DIVERGENCE, seconds};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How many objects may live at a time
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = up_to(Bounds::OBJECTS_MAX))]
    objects: u8,
    /// How many fields each has
    #[arg(long, default_value_t = 2, value_name = "N", value_parser = up_to(Bounds::FIELDS_MAX))]
    fields: u8,
    /// How many names there are
    #[arg(long, default_value_t = 2, value_name = "N", value_parser = up_to(Bounds::NAMES_MAX))]
    names: u8,
    /// What there is besides: load, weakref, callback, finalizer, resurrection, generations
    #[arg(long, value_delimiter = ',', value_name = "FEATURES", value_parser = feature)]
    with: Vec<Feature>,
    /// How many moves from the empty heap at most [default: until there are no new states]
    #[arg(long, value_name = "N")]
    depth: Option<usize>,
    /// How long at most: 30s, 5m [default: until it is complete]
    #[arg(long = "for", value_name = "TIME", value_parser = seconds::parse)]
    duration: Option<Duration>,
    /// How many processes at a time [default: one a core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// The heap that is tested
    #[arg(long, default_value = SUBJECT, value_parser = workers::heap)]
    subject: String,
    /// Where the programs that diverge are written
    #[arg(long, default_value = "divergences", value_name = "DIR")]
    out: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

fn up_to(max: u8) -> RangedU64ValueParser<u8> {
    RangedU64ValueParser::new().range(1..=max.into())
}

fn feature(name: &str) -> Result<Feature, String> {
    let names = || Feature::ALL.map(Feature::name).join(", ");
    Feature::from_name(name).ok_or_else(|| format!("known features are {}", names()))
}

pub(super) fn explore(arguments: &Arguments) -> Result<u8, Failure> {
    let bounds = Bounds {
        objects: arguments.objects,
        fields: arguments.fields,
        names: arguments.names,
        features: arguments.with.clone(),
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let plan = Plan {
        setting: super::shrink::setting(&arguments.subject, None, Vec::new()),
        programs: None,
        jobs: arguments.jobs.map_or(cores, NonZero::get),
        silence_max: campaign::SILENCE_MAX,
    };
    let watch = Terminal::new("transitions", arguments.duration, None);
    let found = campaign::explore(&plan, &bounds, arguments.depth, &workers::spawn()?, &watch)?;
    let run = Run {
        repeat: repeat_line(arguments),
        subject: &arguments.subject,
        folder: &arguments.out,
        elapsed: watch.finish(),
        report: &found.report,
    };
    let files = run.write_cases()?;
    if arguments.json {
        let value = json!({
            "repeat": run.repeat,
            "seconds": run.elapsed.as_secs_f64(),
            "complete": found.is_complete(),
            "depth": found.depth(),
            "exploration": found,
            "missed": report::missed(&found.report.tally.reach),
            "files": report::paths(&files),
        });
        writeln!(io::stdout(), "{value:#}")?;
    } else {
        writeln!(io::stdout(), "{}", summary(&found, run.elapsed))?;
        report::print(&run, &files)?;
    }
    Ok(if found.report.diverged == 0 { AGREEMENT } else { DIVERGENCE })
}

fn summary(found: &Exploration, elapsed: Duration) -> String {
    let states: u64 = found.states.iter().sum();
    let depth = found.depth();
    let seconds = elapsed.as_secs_f64();
    let a_second = |count: u64| number((count as f64 / seconds) as u64);
    let mut text = if found.is_complete() {
        format!("complete: no state lies deeper than depth {depth}")
    } else {
        format!("complete to depth {depth}; left out: {}", left_out(found))
    };
    text += &format!(
        "\n{} states, {} transitions, each executed on the heap; {} states and {} transitions a second\n",
        number(states),
        number(found.transitions),
        a_second(states),
        a_second(found.transitions)
    );
    text
}

fn left_out(found: &Exploration) -> String {
    let mut parts = Vec::new();
    if found.left_out.states > 0 {
        parts.push(format!("the moves of {} states", number(found.left_out.states)));
    }
    if found.left_out.transitions > 0 {
        let count = number(found.left_out.transitions);
        parts.push(format!("what lies behind {count} transitions that diverge"));
    }
    parts.join(", ")
}

/// The command that does the same again.
fn repeat_line(arguments: &Arguments) -> String {
    let Arguments { objects, fields, names, subject, .. } = arguments;
    let mut line = format!(
        "twinheap explore --objects {objects} --fields {fields} --names {names} --subject {subject}"
    );
    if !arguments.with.is_empty() {
        let with: Vec<_> = arguments.with.iter().map(|feature| feature.name()).collect();
        line += &format!(" --with {}", with.join(","));
    }
    if let Some(depth) = arguments.depth {
        line += &format!(" --depth {depth}");
    }
    line
}
