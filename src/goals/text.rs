//! How reports show what was reached.

use std::fmt;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table};

use super::{Engine, Goal, Reached};
use crate::number::grouped;

/// How many goals stand side by side.
const COLUMNS: usize = 2;

/// Two columns of goals by theme, then the names of those that were not reached.
impl fmt::Display for Reached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let goals: Vec<(&Goal, u64)> = self.iter().collect();
        let themes = || goals.chunk_by(|(one, _), (next, _)| one.theme == next.theme);
        let missed = self.missed().count();
        writeln!(f, "{} of {} goals reached, how often:", goals.len() - missed, goals.len())?;
        let table = table(themes()).trim_fmt();
        let mut lines = table.lines();
        for theme in themes() {
            let reached = theme.iter().filter(|(_, count)| *count > 0).count();
            writeln!(f, "{}: {reached} of {}", theme[0].0.theme.name(), theme.len())?;
            for line in lines.by_ref().take(reached.div_ceil(COLUMNS)) {
                writeln!(f, "{line}")?;
            }
        }
        if missed > 0 {
            writeln!(f, "\nnot reached:")?;
        }
        for theme in themes() {
            let missed = theme.iter().filter(|(_, count)| *count == 0);
            let names: Vec<String> = missed.map(|(goal, _)| missed_name(goal)).collect();
            if !names.is_empty() {
                writeln!(f, "  {}: {}", theme[0].0.theme.name(), names.join("; "))?;
            }
        }
        Ok(())
    }
}

/// The name, and who is sure to reach the goal if random programs are not.
fn missed_name(goal: &Goal) -> String {
    match goal.engine {
        Engine::Check => goal.name.to_owned(),
        Engine::Corpus => format!("{} (seen in the corpus)", goal.name),
        Engine::Sweep => format!("{} (seen in a sweep)", goal.name),
    }
}

fn table<'a>(themes: impl Iterator<Item = &'a [(&'a Goal, u64)]>) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    for theme in themes {
        let reached: Vec<_> = theme.iter().filter(|(_, count)| *count > 0).collect();
        let cells = |&&(goal, count): &&(&Goal, u64)| [grouped(count), goal.name.to_owned()];
        table.add_rows(reached.chunks(COLUMNS).map(|row| row.iter().flat_map(cells)));
    }
    for column in 0..COLUMNS {
        if let Some(column) = table.column_mut(2 * column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goals::{GOALS, Theme};
    use crate::heaps::Fact;

    #[test]
    fn goals_stand_under_their_themes_and_missed_ones_at_the_end() {
        let mut reached = Reached::default();
        let calls = GOALS.iter().filter(|goal| goal.theme == Theme::Calls);
        for goal in calls.clone().take(3) {
            reached.note(Fact { happening: goal.happening, within: goal.within }, 1_500);
        }
        let text = reached.to_string();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let heading = format!("calls: 3 of {}", calls.clone().count());
        let place = lines.iter().position(|line| *line == heading).unwrap();
        let rows: Vec<_> = lines[place + 1].split("  ").filter(|part| !part.is_empty()).collect();
        assert!(rows.concat().starts_with("4,500"), "{rows:?}");
        let missed = lines.iter().find(|line| line.starts_with("calls: function called by a ca"));
        assert!(missed.is_some_and(|line| line.split("; ").count() == calls.count() - 3), "{text}");
    }
}
