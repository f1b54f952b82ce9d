//! A sheet as text.

use std::collections::BTreeMap;

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, Table};

use super::short;
use crate::Role;
use crate::effort::Effort;
use crate::race::{Cell, Sheet, Spread};

/// The table with its title above, and what there is to say below.
pub(super) fn text(sheet: &Sheet) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    let titles = sheet.columns.iter().map(|column| format!("{}\n{}", column.name, column.unit));
    table.set_header(std::iter::once(String::new()).chain(titles));
    for row in &sheet.rows {
        let cells = row.cells.iter().enumerate();
        let cells = cells.map(|(column, cell)| shown(sheet, row.role, column, cell));
        table.add_row(std::iter::once(row.name.clone()).chain(cells));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{}\n{table}\n{}", title(sheet), remarks(sheet))
}

fn title(sheet: &Sheet) -> String {
    let Sheet { title, rounds, cores, load, .. } = sheet;
    let effort = match sheet.effort {
        Effort::Full => "",
        Effort::Quick => "QUICK, a tenth of the work: not to be quoted. ",
        Effort::Tiny => "TINY, to see that it works. ",
    };
    format!(
        "{title}\n{effort}Medians of {rounds} interleaved rounds, × the best peer, * the best of all; below, from the lowest \
         to the highest. {cores} cores, load average {load} at the start."
    )
}

fn shown(sheet: &Sheet, role: Role, column: usize, cell: &Cell) -> String {
    let Cell::Measured(Spread { median, min, max, .. }) = cell else { return "–".to_owned() };
    let best_peer = sheet.best(column, &[Role::Peer]).filter(|best| *best > 0.0);
    let ratio = best_peer.map_or(String::new(), |best| format!(" {:.2}×", median / best));
    let is_best = role != Role::Floor
        && sheet.best(column, &[Role::Peer, Role::Subject]).is_some_and(|best| best == *median);
    let mark = if is_best { "*" } else { "" };
    format!("{mark}{}{ratio}\n{}–{}", short(*median), short(*min), short(*max))
}

/// Why figures are absent, each reason of an entrant once, and the notes.
fn remarks(sheet: &Sheet) -> String {
    let mut absent: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for row in &sheet.rows {
        for (cell, column) in row.cells.iter().zip(&sheet.columns) {
            if let Cell::Absent(reason) = cell {
                absent.entry((&row.name, reason)).or_default().push(&column.name);
            }
        }
    }
    let absent = absent
        .into_iter()
        .map(|((name, reason), columns)| format!("– {name} {reason}: {}\n", columns.join(", ")));
    absent.chain(sheet.notes.iter().map(|note| format!("{note}\n"))).collect()
}
