//! Races from their plans to their sheets, with next to nothing to do.

use twinheap_peers::effort::Effort;
use twinheap_peers::race::{Cell, Course, Heat, Plan, Sheet, Workers};
use twinheap_peers::worker::Job;
use twinheap_peers::{gc, races};

fn course() -> Course {
    let workers = Workers {
        system: env!("CARGO_BIN_EXE_worker").into(),
        mimalloc: env!("CARGO_BIN_EXE_worker-mimalloc").into(),
    };
    Course { workers, effort: Effort::Tiny, rounds: 2, python: None }
}

fn run(plan: &Plan) -> Sheet {
    let sheet = plan.run(&course(), &mut |_| ());
    assert_eq!(sheet.rows.len(), plan.entrants.len());
    assert_eq!(sheet.columns.len(), plan.heats.len() * plan.figures.len());
    for row in &sheet.rows {
        assert_eq!(row.cells.len(), sheet.columns.len(), "{}", row.name);
        for spread in row.cells.iter().filter_map(Cell::measured) {
            assert_eq!(spread.rounds.len(), 2, "{}", row.name);
        }
    }
    sheet
}

#[test]
fn our_heap_takes_part_in_everything_that_one_thread_does() {
    let plans = [races::alloc(), races::gc(), races::memory(), races::pause()];
    let scale = races::scale(Effort::Tiny);
    for mut plan in plans.into_iter().flatten().chain(scale) {
        plan.entrants.retain(|entrant| entrant.name == "twinheap");
        plan.heats.retain(|heat| !["prodcons", "larson"].contains(&heat.name.as_str()));
        let sheet = run(&plan);
        for (cell, column) in sheet.rows[0].cells.iter().zip(&sheet.columns) {
            assert!(cell.measured().is_some(), "{}: {cell:?}", column.name);
        }
    }
}

#[test]
fn an_entrant_that_dies_ends_nothing_but_itself() {
    let plan = races::scale(Effort::Tiny).into_iter().find(|plan| plan.name == "scale-chain");
    let mut plan = plan.expect("chains are raced");
    plan.entrants
        .retain(|entrant| ["Rc +mi", "Arc +mi", "gc-arena +mi"].contains(&entrant.name.as_str()));
    let job = Job::Gc(gc::Task::Chain(1_000_000));
    plan.heats = vec![Heat { name: "1M".to_owned(), position: None, job }];
    let sheet = run(&plan);
    let cells: Vec<_> = sheet.rows.iter().map(|row| &row.cells[0]).collect();
    let overflow = Cell::Absent("overflows its stack".to_owned());
    assert_eq!(cells[..2], [&overflow, &overflow]);
    assert!(cells[2].measured().is_some(), "{:?}", cells[2]);
}
