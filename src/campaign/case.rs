//! Divergences as files: a Python program that runs as it stands, and what was expected of it in comments.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Finding;
use super::message::{Check, JudgeLoss};

/// How many characters of a signature a file's name has.
const NAME_MAX: usize = 80;

/// Where a finding was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The file.
    pub path: PathBuf,
}

/// Writes `finding` into `folder`, which is made if needed, under a name of its signature and number.
///
/// # Errors
/// If the folder or the file cannot be written.
pub fn write_case(folder: &Path, finding: &Finding, repeat: &str) -> io::Result<CaseFile> {
    fs::create_dir_all(folder)?;
    let path = folder.join(file_name(finding));
    fs::write(&path, case_text(finding, repeat))?;
    Ok(CaseFile { path })
}

/// Writes a program over which a judge was lost into `folder`, which is made if needed.
///
/// # Errors
/// If the folder or the file cannot be written.
pub fn write_judge_loss(folder: &Path, loss: &JudgeLoss, repeat: &str) -> io::Result<CaseFile> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("judge-lost-{}.py", loss.index));
    let JudgeLoss { index, judge, cause, text } = loss;
    let note = format!("# {judge} was lost over this: {cause}\n# found by: {repeat}");
    fs::write(&path, format!("{text}\n{note} (program {index})\n"))?;
    Ok(CaseFile { path })
}

fn file_name(finding: &Finding) -> String {
    let mut name = String::new();
    // The message of a panic can be long.
    for character in finding.divergence.signature.to_string().chars().take(NAME_MAX) {
        match character {
            'a'..='z' | '0'..='9' => name.push(character),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let check = match finding.check {
        Check::Lockstep => "",
        Check::Faults => "-faults",
        Check::Memory(_) => "-memory",
        Check::Metamorphic(_) => "-metamorphic",
        Check::Judge(_) => "-judge",
    };
    format!("{}{check}-{}.py", name.trim_matches('-'), finding.index)
}

/// The program, then the divergence as comments.
fn case_text(finding: &Finding, repeat: &str) -> String {
    let mut text = finding.text.clone();
    text += "\n# ";
    text += &finding.divergence.to_string().replace('\n', "\n# ");
    text += &format!("\n# signature: {}", finding.divergence.signature);
    if !finding.stable {
        text += "\n# Not reproducible: run again, the program did not always show this. It stands here as it was found.";
    }
    if let Check::Memory(memory) = finding.check {
        text += &format!("\n# It takes other memory than usual: replay with --memory {memory}");
    }
    text += &format!("\n# found by: {repeat} (program {})\n", finding.index);
    text.replace("# \n", "#\n")
}
