//! Objects that are written again only if they have changed.

use std::ops::Range;

use super::{Contract, Id, Observation};

/// The objects of a heap's last observation, for a heap that knows which of them have changed since.
#[derive(Debug, Default)]
pub struct Kept {
    contract: Option<Contract>,
    /// When it was written.
    moment: u64,
    words: Vec<u32>,
    /// Where each object begins.
    objects: Vec<u32>,
}

impl Kept {
    /// The name of the object of that number.
    fn id(&self, number: usize) -> Option<Id> {
        self.objects.get(number).map(|&start| Id(self.words[start as usize]))
    }

    /// The words of these objects, which stand side by side.
    fn words(&self, objects: Range<usize>) -> Range<usize> {
        let start = |number: usize| self.objects.get(number).map(|&start| start as usize);
        let start = |number| start(number).unwrap_or(self.words.len());
        start(objects.start)..start(objects.end)
    }

    /// Forgets everything: the next observation is written as a whole.
    pub fn clear(&mut self) {
        self.contract = None;
    }
}

impl Observation {
    /// Writes the live objects, in the order of creation. Each comes with the moment of its last change: if that is after the
    /// moment of `kept`, `write` writes it, otherwise it stands as it stood. Then `kept` is of `moment`, and later changes have to
    /// be of later moments.
    pub fn objects_since(
        &mut self,
        kept: &mut Kept,
        moment: u64,
        live: impl IntoIterator<Item = (Id, u64)>,
        mut write: impl FnMut(&mut Self, Id),
    ) {
        let whole = kept.contract != Some(self.contract);
        let (words, objects) = (self.words.len(), self.objects.len());
        let mut same = 0..0;
        for (id, changed) in live {
            if changed > kept.moment || whole {
                self.copy(kept, &same);
                same = same.end..same.end;
                write(self, id);
                continue;
            }
            // Those between them have died, or were written.
            let mut number = same.end;
            while kept.id(number).is_some_and(|other| other < id) {
                number += 1;
            }
            if number > same.end {
                self.copy(kept, &same);
                same = number..number;
            }
            same.end += 1;
        }
        self.copy(kept, &same);
        (kept.contract, kept.moment) = (Some(self.contract), moment);
        kept.words.clear();
        kept.words.extend_from_slice(&self.words[words..]);
        kept.objects.clear();
        let first = u32::try_from(words).unwrap_or(u32::MAX);
        kept.objects.extend(self.objects[objects..].iter().map(|start| start - first));
    }

    fn copy(&mut self, kept: &Kept, objects: &Range<usize>) {
        let words = kept.words(objects.clone());
        let first = u32::try_from(words.start).unwrap_or(u32::MAX);
        let position = self.position();
        self.objects.extend(kept.objects[objects.clone()].iter().map(|it| it - first + position));
        self.words.extend_from_slice(&kept.words[words]);
    }
}
