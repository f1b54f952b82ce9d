//! Graphs as programs: valid, within the byte form, and about what they are for.

use proptest::collection::vec;
use proptest::prelude::*;
use twinheap::graph::{Graph, GraphForm};
use twinheap::mutate::Form;
use twinheap::program::{Argument, Program, Statement, Step};

proptest! {
    #[test]
    fn every_byte_string_is_a_graph_whose_program_can_be_written_and_read(
        bytes in vec(any::<u8>(), 0..300),
    ) {
        let program = Graph::from_bytes(&bytes).program();
        prop_assert_eq!(program.validate(), Ok(()));
        let read = Program::parse("", &program.to_string());
        prop_assert_eq!(read.map(|read| read.to_string()), Ok(program.to_string()));
    }
}

fn collections(program: &Program) -> usize {
    let is_collection = |step: &&Step| matches!(step.statement(), Statement::Print(printed) if matches!(printed[..], [Argument::Collect(_)]));
    program.main.iter().filter(is_collection).count()
}

#[test]
fn most_graphs_of_the_source_are_collected() {
    let programs = (0..200).map(|seed| Graph::from_bytes(&GraphForm::fresh(256, seed)).program());
    let collected = programs.filter(|program| collections(program) > 0).count();
    assert!(collected > 150, "{collected} of 200");
}

#[test]
fn records_of_different_parts_may_change_places() {
    let header = [0; GraphForm::HEADER_BYTES];
    let (edge, drop) = ([0, 0, 1, 0], [14, 0, 0, 0]);
    let graph =
        |records: [[u8; 4]; 2]| Graph::from_bytes(&[&header, records.as_flattened()].concat());
    assert_eq!(graph([edge, drop]), graph([drop, edge]));
}
