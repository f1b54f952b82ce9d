//! `check`: a campaign of random programs.

use std::num::NonZero;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

use clap::Args;
use twinheap::campaign::{self, Plan, Setting, Tally};
use twinheap::heaps::Memory;
use twinheap::program::Geometry;

use super::failure::Failure;
use super::report::{self, Run};
use super::terminal::Terminal;
use super::workers::{self, SUBJECT};
use super::{AGREEMENT, DIVERGENCE, seconds};

/// How long a check goes on unless it is told how many programs or how long.
const DURATION: Duration = Duration::from_secs(30);
/// About how many steps a program has, unless told otherwise.
pub(super) const STEPS: u32 = 32;
const MIXED: &str = "mixed";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How long: 500ms, 30s, 5m, 2h [default: 30s]
    #[arg(long = "for", value_name = "TIME", value_parser = seconds::parse, conflicts_with = "programs")]
    duration: Option<Duration>,
    /// How many programs, instead of how long
    #[arg(long, value_name = "N")]
    programs: Option<u64>,
    /// The start of the random source [default: drawn from the clock, and shown]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How many processes at a time [default: one a core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Pythons that judge the model, or none [default: python3.11 or python3 on the path]
    #[arg(long, num_args = 1.., value_name = "PATH")]
    judge: Vec<PathBuf>,
    /// Size of pools and arenas: tiny, odd, small, production, or mixed for all of them
    #[arg(long, default_value = MIXED, value_parser = geometry)]
    geometry: String,
    /// Where blocks come from and what guards them: pooled, system, pooled,redzone=32,blocks=16,bytes=4096 …, or mixed for
    /// pools, and now and then something that is drawn
    #[arg(long, default_value = MIXED, value_parser = memory)]
    memory: String,
    /// The heap that is tested
    #[arg(long, default_value = SUBJECT, value_parser = workers::heap)]
    subject: String,
    /// About how many steps a program has
    #[arg(long, default_value_t = STEPS, value_name = "N")]
    steps: u32,
    /// Where the programs that diverge are written
    #[arg(long, default_value = "divergences", value_name = "DIR")]
    out: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

fn geometry(name: &str) -> Result<String, String> {
    if name == MIXED || Geometry::from_name(name).is_some() {
        return Ok(name.to_owned());
    }
    let names = Geometry::ALL.map(Geometry::name).join(", ");
    Err(format!("known geometries are {names} and {MIXED}"))
}

fn memory(text: &str) -> Result<String, String> {
    if text != MIXED {
        text.parse::<Memory>()?;
    }
    Ok(text.to_owned())
}

pub(super) fn check(arguments: &Arguments) -> Result<u8, Failure> {
    let plan = plan(arguments)?;
    let duration = arguments.duration.or(arguments.programs.is_none().then_some(DURATION));
    let watch = Terminal::new("programs", duration, arguments.programs);
    let report = campaign::run(&plan, &workers::spawn()?, &watch)?;
    let repeat = repeat_line(arguments, &plan, &report.tally);
    let run = Run {
        repeat,
        subject: &arguments.subject,
        folder: &arguments.out,
        elapsed: watch.finish(),
        report: &report,
    };
    let files = run.write_cases()?;
    let lost = run.write_judge_losses()?;
    if arguments.json {
        report::print_json(&run, &files)?;
    } else {
        report::print(&run, &files)?;
        report::print_judge_losses(&run, &lost)?;
    }
    Ok(if report.diverged == 0 { AGREEMENT } else { DIVERGENCE })
}

fn plan(arguments: &Arguments) -> Result<Plan, Failure> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let geometry = (arguments.geometry != MIXED).then(|| arguments.geometry.clone());
    let setting = Setting {
        seed: arguments.seed.unwrap_or_else(seed_from_clock),
        steps: arguments.steps,
        geometry,
        memory: arguments.memory.parse().ok(),
        subject: arguments.subject.clone(),
        judges: workers::judges(&arguments.judge)?,
    };
    let jobs = arguments.jobs.map_or(cores, NonZero::get);
    let silence_max = campaign::SILENCE_MAX;
    Ok(Plan { setting, programs: arguments.programs, jobs, silence_max })
}

/// The command that runs the same programs again.
fn repeat_line(arguments: &Arguments, plan: &Plan, tally: &Tally) -> String {
    let mut line = format!(
        "twinheap check --seed {} --programs {} --steps {} --geometry {} --memory {} \
         --subject {}",
        plan.setting.seed,
        tally.programs,
        arguments.steps,
        arguments.geometry,
        arguments.memory,
        arguments.subject
    );
    if !arguments.judge.is_empty() {
        line += " --judge";
        for judge in &arguments.judge {
            line += &format!(" {}", judge.display());
        }
    }
    line
}

/// Short enough to be read out.
#[expect(clippy::disallowed_methods, reason = "this is the command line")]
fn seed_from_clock() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::from(now.subsec_nanos()) ^ (now.as_secs() & 0xffff_ffff)
}
