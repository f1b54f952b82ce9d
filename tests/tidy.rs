//! Rules of this repository that no lint knows.

use std::fs;
use std::path::{Path, PathBuf};

/// The most lines that a file may have without its tests: what one sitting reads.
const LINES_MAX: usize = 600;

/// A file of this repository, with its path from the root.
struct Source {
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files in `folders` whose names end in `extension`.
fn sources(folders: &[&str], extension: &str) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        add_sources(&root().join(folder), extension, &mut found);
    }
    assert!(
        !found.is_empty(),
        "no files in {folders:?}: were they moved? Then name their new place here"
    );
    found
}

fn add_sources(folder: &Path, extension: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path: PathBuf = entry.expect("the folder can be listed").path();
        if path.ends_with("target") {
            // What a build has made, in a package that is a workspace of its own.
            continue;
        }
        if path.is_dir() {
            add_sources(&path, extension, found);
        } else if path.extension().is_some_and(|found| found == extension) {
            let text = fs::read_to_string(&path).expect("a source is text");
            let path = path.strip_prefix(root()).expect("it is inside").display().to_string();
            found.push(Source { path, text });
        }
    }
}

impl Source {
    /// Its lines of code, with their numbers: comments are left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn lines_without_tests(&self) -> usize {
        self.text.lines().take_while(|line| *line != "#[cfg(test)]").count()
    }
}

/// Every place outside `home` whose code has `word`.
fn places(sources: &[Source], home: &str, word: &str) -> Vec<String> {
    let outside = sources.iter().filter(|source| !source.path.starts_with(home));
    let found = outside.flat_map(|source| {
        let lines = source.code().filter(|(_, line)| line.contains(word));
        lines.map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim()))
    });
    found.collect()
}

fn assert_none(places: &[String], advice: &str) {
    assert!(places.is_empty(), "{advice}\n{}", places.join("\n"));
}

const CRATES: [&str; 3] = ["src", "model", "impl"];
const ALL: [&str; 5] = ["src", "model", "impl", "benches", "tests"];
/// This file names what it looks for.
const SELF: &str = "tests/tidy.rs";

#[test]
fn unsafe_code_is_only_in_impl() {
    let sources = sources(&CRATES, "rs");
    for word in ["unsafe {", "unsafe fn", "unsafe impl", "unsafe trait", "unsafe extern"] {
        assert_none(&places(&sources, "impl/", word), "move what needs `unsafe` into impl/");
    }
}

#[test]
fn only_the_adapters_know_the_two_heaps() {
    let sources = sources(&["src"], "rs");
    for word in ["twinheap_model", "twinheap_impl"] {
        let places = places(&sources, "src/heaps/", word);
        assert_none(
            &places,
            "reach both heaps through the trait `Heap`; only src/heaps/ names them",
        );
    }
}

#[test]
fn files_are_short() {
    let long = |source: &Source| {
        let lines = source.lines_without_tests();
        (lines > LINES_MAX).then(|| format!("{}: {lines} lines", source.path))
    };
    let long: Vec<_> = sources(&CRATES, "rs").iter().filter_map(long).collect();
    assert_none(&long, &format!("split files of more than {LINES_MAX} lines, one idea a file"));
}

#[test]
fn nothing_is_left_to_do() {
    for source in sources(&ALL, "rs").iter().filter(|source| source.path != SELF) {
        for word in ["TODO", "FIXME", "XXX"] {
            let path = &source.path;
            assert!(
                !source.text.contains(word),
                "{path} has a {word}: do it, or say why it is not done"
            );
        }
    }
}

#[test]
fn lints_are_expected_with_a_reason() {
    let places = places(&sources(&ALL, "rs"), SELF, "[allow(");
    assert_none(&places, "write #[expect(lint, reason = \"…\")], which ends when the reason does");
}

#[test]
fn names_of_cases_are_words_joined_by_underscores() {
    let is_word = |character: char| matches!(character, 'a'..='z' | '0'..='9' | '_');
    for case in sources(&["corpus"], "py") {
        let name = Path::new(&case.path).file_stem().and_then(|name| name.to_str());
        let fits = name.is_some_and(|name| name.chars().all(is_word));
        assert!(fits, "{}: name it in snake_case, after what it shows", case.path);
    }
}

#[test]
fn both_heaps_stand_alone() {
    for package in ["model", "impl"] {
        let manifest = root().join(package).join("Cargo.toml");
        let text = fs::read_to_string(manifest).expect("it is a package");
        let is_table = |line: &&str| line.starts_with('[') && line.contains("dependencies");
        let table = text.lines().find(is_table);
        assert_eq!(table, None, "{package} may have no dependency: it is to be read by itself");
    }
}
