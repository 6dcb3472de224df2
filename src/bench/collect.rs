//! What a student made on the nodes, brought here: deliverables and changed configuration.
//!
//! What other accounts of a machine may not read stays there, but for deliverables: keys,
//! password files and histories are private without anyone having to list them. The lab's
//! own passwords are masked in what is taken.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};

use crate::bench::{Bench, BenchError, Site};
use crate::exec::{Command, quote};
use crate::model::{Contents, LeftOut, WorkFile, is_deliverable};
use crate::provision::Nodes;
use crate::transport::Shell;

/// The most that is taken of a file of configuration, and at a time of any, in bytes.
const PIECE: usize = 128 << 10;

/// The most that is taken of a deliverable, in bytes.
const DELIVERABLE: usize = 4 << 20;

/// The most that is taken of all files together, in bytes.
const TOGETHER: usize = 16 << 20;

/// The most files that are listed.
const FILES: usize = 1000;

impl Site {
    /// Returns the files that the student wrote or changed where students work, deliverables
    /// first, without secrets.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn collect(&self, bench: &Bench, nodes: &Nodes) -> Result<Vec<WorkFile>, BenchError> {
        let changed = self.worked_on(nodes).await?;
        let mut places: Vec<(String, String)> = changed
            .into_iter()
            .flat_map(|(node, files)| {
                files.unwrap_or_default().into_iter().map(move |path| (node.clone(), path))
            })
            .collect();
        places.sort_by_key(|(node, path)| (!is_deliverable(path), node.clone(), path.clone()));
        // `/root/rendu` is below `/root`, so that it is found twice.
        places.dedup();
        places.truncate(FILES);
        let shells: Vec<(&String, Shell)> =
            nodes.iter().map(|(name, node)| (name, self.engine.shell(&node.id, name))).collect();
        let reading: Vec<BoxFuture<'_, WorkFile>> = places
            .iter()
            .filter_map(|(node, path)| {
                let (_, shell) = shells.iter().find(|(name, _)| *name == node)?;
                let file = async move {
                    let contents = read(shell, path).await;
                    WorkFile { node: node.clone(), path: path.clone(), contents }
                };
                Some(file.boxed())
            })
            .collect();
        let mask = bench.mask();
        let files = join_all(reading).await.into_iter().map(|mut file| {
            if let Contents::Bytes(bytes) = &file.contents {
                file.contents = masked(bytes, file.is_deliverable(), |text| mask.words(text));
            }
            file
        });
        Ok(bounded(files.collect()))
    }
}

/// Reads a file without following links.
async fn read(shell: &Shell, path: &str) -> Contents {
    let unreadable = Contents::LeftOut(LeftOut::Unreadable);
    let file = quote(path);
    let look = format!(
        "if [ -L {file} ]; then echo link; readlink -n -- {file}\n\
         elif [ -f {file} ]; then stat -c 'file %a %s' -- {file}; fi\n"
    );
    let Some(said) = succeed(shell, look).await else { return unreadable };
    let (first, rest) = said.split_once('\n').unwrap_or((&said, ""));
    if first == "link" {
        return Contents::Link(rest.to_owned());
    }
    let mut words = first.split(' ').skip(1);
    let mode = words.next().and_then(|mode| u32::from_str_radix(mode, 8).ok());
    let size = words.next().and_then(|size| size.parse::<usize>().ok());
    let (Some(mode), Some(size)) = (mode, size) else { return unreadable };
    let deliverable = is_deliverable(path);
    if !deliverable && mode & 0o004 == 0 {
        return Contents::LeftOut(LeftOut::Private);
    }
    if size > if deliverable { DELIVERABLE } else { PIECE } {
        return Contents::LeftOut(LeftOut::Large);
    }
    let mut bytes = Vec::new();
    for piece in 0..size.div_ceil(PIECE) {
        let script = format!("dd if={file} bs={PIECE} skip={piece} count=1 status=none | base64 -w0");
        let Some(read) = succeed(shell, script).await else { return unreadable };
        let Ok(more) = BASE64_STANDARD.decode(read.trim()) else { return unreadable };
        bytes.extend(more);
    }
    Contents::Bytes(bytes)
}

async fn succeed(shell: &Shell, script: String) -> Option<String> {
    let output = shell.run(Command::new(script).within(Duration::from_secs(20))).await.ok()?;
    (output.status() == Some(0)).then_some(output.stdout)
}

/// Hides secrets in a text. What is no text is a deliverable, or stays: nothing can be hidden
/// in it.
fn masked(bytes: &[u8], deliverable: bool, mask: impl Fn(&str) -> String) -> Contents {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains("PRIVATE KEY-----") => Contents::LeftOut(LeftOut::Private),
        Ok(text) => Contents::Bytes(mask(text).into_bytes()),
        Err(_) if deliverable => {
            // Latin-1 of a spreadsheet, say. A password in it is ASCII, and is looked for as such.
            let plain: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            match mask(&plain) == plain {
                true => Contents::Bytes(bytes.to_vec()),
                false => Contents::LeftOut(LeftOut::Private),
            }
        }
        Err(_) => Contents::LeftOut(LeftOut::Binary),
    }
}

/// Leaves out what is too much, from the first file that does not fit.
fn bounded(mut files: Vec<WorkFile>) -> Vec<WorkFile> {
    let mut room = TOGETHER;
    for file in &mut files {
        if let Contents::Bytes(bytes) = &file.contents {
            match room.checked_sub(bytes.len()) {
                Some(left) => room = left,
                None => file.contents = Contents::LeftOut(LeftOut::NoRoom),
            }
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::{TOGETHER, bounded, masked};
    use crate::model::{Contents, LeftOut, WorkFile, is_deliverable};

    #[test]
    fn secrets_stay_where_they_are() {
        let mask = |text: &str| text.replace("hunter22", "***");
        let kept = |bytes: &[u8], deliverable| masked(bytes, deliverable, mask);
        assert_eq!(kept(b"pw=hunter22\n", false), Contents::Bytes(b"pw=***\n".to_vec()));
        let key = b"-----BEGIN OPENSSH PRIVATE KEY-----\nx";
        assert_eq!(kept(key, true), Contents::LeftOut(LeftOut::Private));
        assert_eq!(kept(b"\xff\xfe hunter22", true), Contents::LeftOut(LeftOut::Private));
        assert_eq!(kept(b"\xe9t\xe9", true), Contents::Bytes(b"\xe9t\xe9".to_vec()));
        assert_eq!(kept(b"\xe9t\xe9", false), Contents::LeftOut(LeftOut::Binary));
    }

    #[test]
    fn all_together_is_bounded_and_what_is_left_out_is_named() {
        let file = |path: &str, size| WorkFile {
            node: "a".to_owned(),
            path: path.to_owned(),
            contents: Contents::Bytes(vec![b'x'; size]),
        };
        let files = bounded(vec![file("/a", TOGETHER - 10), file("/b", 11), file("/c", 10)]);
        assert!(matches!(files[0].contents, Contents::Bytes(_)));
        assert_eq!(files[1].contents, Contents::LeftOut(LeftOut::NoRoom));
        assert!(matches!(files[2].contents, Contents::Bytes(_)));
    }

    #[test]
    fn deliverables_are_told_by_where_they_stand() {
        assert!(is_deliverable("/root/rendu/tco.csv"));
        assert!(!is_deliverable("/root/rendu-vieux/tco.csv") && !is_deliverable("/root/rendu"));
    }
}
