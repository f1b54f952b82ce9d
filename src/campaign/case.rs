//! Divergences as files: a Python program that runs as it stands, and what was expected of it in comments.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Finding;
use super::message::Check;

/// Where a finding was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The file.
    pub path: PathBuf,
}

/// Writes `finding` into `folder`, which is made if needed, under a name of its kind, operation and number.
///
/// # Errors
/// If the folder or the file cannot be written.
pub fn write_case(folder: &Path, finding: &Finding, repeat: &str) -> io::Result<CaseFile> {
    fs::create_dir_all(folder)?;
    let path = folder.join(file_name(finding));
    fs::write(&path, case_text(finding, repeat))?;
    Ok(CaseFile { path })
}

fn file_name(finding: &Finding) -> String {
    let signature = &finding.divergence.signature;
    let mut name = String::new();
    for character in format!("{} {}", signature.kind.name(), signature.op).chars() {
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
    if !finding.stable {
        text +=
            "\n# It did not show again when it was shrunk: this is the program as it was found.";
    }
    if let Check::Memory(memory) = finding.check {
        text += &format!("\n# It takes other memory than usual: replay with --memory {memory}");
    }
    text += &format!("\n# found by: {repeat} (program {})\n", finding.index);
    text.replace("# \n", "#\n")
}
