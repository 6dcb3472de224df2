use jiff::Timestamp;
use ssh_key::HashAlg;

use super::{FORMAT, Payload, ResultError, open, sign, verify};
use crate::check::{Level, Verdict};
use crate::error::Explain;
use crate::grade::Score;
use crate::i18n::{Lang, Text};
use crate::state::{Environment, SigningKey, StateDir};

fn payload() -> Payload {
    Payload {
        format: FORMAT,
        tool: "0.1.0".to_owned(),
        lab: "A3.3.2".parse().unwrap(),
        title: "Des sauvegardes à l'été".to_owned(),
        lab_hash: "ab".repeat(32),
        student: "zoe".to_owned(),
        bench: "a332-zoe".to_owned(),
        variant: "0a1b2c3d".to_owned(),
        level: Level::Quick,
        started: Timestamp::UNIX_EPOCH,
        finished: Timestamp::UNIX_EPOCH,
        nonce: "0123456789abcdef".to_owned(),
        subnets: Default::default(),
        score: Score { earned: 2.into(), judged: 4, ..Score::default() },
        checks: Vec::new(),
        hints: Default::default(),
        earlier: Vec::new(),
        files: Vec::new(),
    }
}

fn key() -> SigningKey {
    let folder = tempfile::tempdir().unwrap();
    let environment = Environment { state_home: Some(folder.path().to_owned()), home: None };
    StateDir::open(&environment).unwrap().signing_key().unwrap()
}

fn fingerprint(key: &SigningKey) -> String {
    key.private().public_key().fingerprint(HashAlg::Sha256).to_string()
}

#[test]
fn what_was_signed_is_opened_with_its_key() {
    let key = key();
    let opened = verify(&sign(&payload(), &key).unwrap()).unwrap();
    assert_eq!(opened.payload.title, "Des sauvegardes à l'été");
    assert_eq!(opened.key.fingerprint(HashAlg::Sha256).to_string(), fingerprint(&key));
}

/// No byte can be another, wherever it stands.
#[test]
fn a_single_byte_that_differs_is_found_out() {
    let key = key();
    let file = sign(&payload(), &key).unwrap();
    let good = verify(&file).unwrap();
    let mut silent = Vec::new();
    for at in 0..file.len() {
        let mut bytes = file.clone().into_bytes();
        bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
        let Ok(altered) = String::from_utf8(bytes) else { continue };
        if let Ok(opened) = verify(&altered) {
            let same = serde_json::to_string(&opened.payload).unwrap()
                == serde_json::to_string(&good.payload).unwrap();
            silent.push((at, same && opened.key == good.key));
        }
    }
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn one_that_ends_early_is_said_to() {
    let file = sign(&payload(), &key()).unwrap();
    let text = file.trim_end();
    for end in (1..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let error = verify(&text[..end]).unwrap_err();
        assert!(matches!(error, ResultError::Truncated), "{end}: {error}");
    }
}

#[test]
fn the_text_of_one_with_the_signature_of_another_is_altered() {
    let key = key();
    let mut other = payload();
    other.score.earned = 4.into();
    let parts = |file: &str| serde_json::from_str::<serde_json::Value>(file).unwrap();
    let mut mixed = parts(&sign(&other, &key).unwrap());
    mixed["signature"] = parts(&sign(&payload(), &key).unwrap())["signature"].clone();
    let error = verify(&mixed.to_string()).unwrap_err();
    assert!(matches!(error, ResultError::Altered { .. }), "{error}");
    assert!(error.to_string().contains(&fingerprint(&key)), "{error}");
}

#[test]
fn a_signature_for_another_purpose_is_none() {
    let key = key();
    let text = serde_json::to_string(&payload()).unwrap();
    let signature = key.private().sign("git", HashAlg::Sha512, text.as_bytes()).unwrap();
    let file = serde_json::json!({
        "format": "paillasse-result",
        "payload": text,
        "signature": signature.to_pem(ssh_key::LineEnding::LF).unwrap(),
    });
    assert!(matches!(verify(&file.to_string()).unwrap_err(), ResultError::Altered { .. }));
}

#[test]
fn what_is_no_result_is_said_and_how() {
    let folder = tempfile::tempdir().unwrap();
    let said = |contents: &[u8]| {
        let path = folder.path().join("result.json");
        std::fs::write(&path, contents).unwrap();
        let error = open(&path).unwrap_err();
        assert_eq!(error.category().exit_code(), 3, "{error}");
        assert!(!error.text().to(Lang::Fr).contains("result-"), "{error}");
        error
    };
    assert!(matches!(said(b""), ResultError::Empty));
    assert!(matches!(said(b" \n"), ResultError::Empty));
    assert!(matches!(said(b"\xff\xfe"), ResultError::NotText));
    assert!(matches!(said(b"[]"), ResultError::NotAResult { .. }));
    assert!(matches!(said(b"a report"), ResultError::NotAResult { .. }));
    let part = br#"{"format":"other","payload":"","signature":""}"#;
    assert!(matches!(said(part), ResultError::NotAResult { .. }));
    let part = br#"{"format":"paillasse-result","payload":"","signature":"","mark":20}"#;
    assert!(matches!(said(part), ResultError::NotAResult { .. }));
    let part = br#"{"format":"paillasse-result","payload":"","signature":"none"}"#;
    assert!(matches!(said(part), ResultError::NoSignature { .. }));
    let error = open(std::path::Path::new("/nowhere/result.json")).unwrap_err();
    assert_eq!(error.category().exit_code(), 5);
    assert!(matches!(open(std::path::Path::new("/dev/zero")).unwrap_err(), ResultError::TooLarge { .. }));
}

#[test]
fn one_of_a_later_version_is_named_as_such() {
    let later = Payload { format: FORMAT + 1, ..payload() };
    let error = verify(&sign(&later, &key()).unwrap()).unwrap_err();
    assert!(matches!(error, ResultError::Newer { found: 2, known: 1 }), "{error}");
}

#[test]
fn the_schema_describes_what_is_written() {
    use crate::journal::Recorded;
    let outcome = crate::grade::Outcome {
        id: "a".parse().unwrap(),
        title: "a".to_owned(),
        kind: "command".to_owned(),
        competences: vec!["C3.3.2.1".parse().unwrap()],
        on: None,
        points: 1,
        partial: None,
        level: Level::Quick,
        verdict: Verdict::fail(Text::verbatim("x"), Text::new("expected-pass"), Text::verbatim("y")),
        hints: Vec::new(),
        took: std::time::Duration::from_millis(3),
    };
    let mut full = payload();
    full.checks.push(Recorded { outcome, evidence: Vec::new(), probes: 0 });
    let file: serde_json::Value = serde_json::from_str(&sign(&full, &key()).unwrap()).unwrap();
    let schema = super::schema().to_value();
    valid(&schema, &file);
    let text: serde_json::Value = serde_json::from_str(file["payload"].as_str().unwrap()).unwrap();
    valid(&schema["properties"]["payload"]["contentSchema"], &text);
}

#[track_caller]
fn valid(schema: &serde_json::Value, value: &serde_json::Value) {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("file:///schema.json", schema.clone()).unwrap();
    let index = compiler.compile("file:///schema.json", &mut schemas).unwrap();
    schemas.validate(value, index).unwrap_or_else(|error| panic!("{error:#}"));
}

mod hand_in {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::{key, payload};
    use crate::model::{Contents, LeftOut, WorkFile};
    use crate::result::{Entry, ResultError, entries, open_bytes, pack};

    fn file(path: &str, contents: Contents) -> WorkFile {
        WorkFile { node: "alpha".to_owned(), path: path.to_owned(), contents }
    }

    fn files() -> Vec<WorkFile> {
        vec![
            file("/root/rendu/tco.csv", Contents::Bytes("a;b\né;1\n".into())),
            file("/root/rendu/vide", Contents::Bytes(Vec::new())),
            file("/etc/localtime", Contents::Link("/usr/share/zoneinfo/UTC".to_owned())),
            file("/etc/shadow", Contents::LeftOut(LeftOut::Private)),
        ]
    }

    fn zipped(entries: &[Entry]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for entry in entries {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            archive.start_file(entry.name.as_str(), options).unwrap();
            archive.write_all(&entry.bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_is_handed_in_comes_back_with_its_files() {
        let packed = pack(&payload(), &files(), &key()).unwrap();
        let opened = open_bytes(&packed).unwrap();
        assert_eq!(opened.files, files());
        assert_eq!(opened.payload.student, "zoe");
        assert_eq!(opened.payload.files.len(), 4);
    }

    #[test]
    fn a_file_that_is_another_missing_or_more_is_found_out() {
        let packed = pack(&payload(), &files(), &key()).unwrap();
        let refused = |change: &dyn Fn(&mut Vec<Entry>)| {
            let mut entries = entries(&packed).unwrap();
            change(&mut entries);
            open_bytes(&zipped(&entries)).unwrap_err()
        };
        assert!(open_bytes(&zipped(&entries(&packed).unwrap())).is_ok(), "packed anew, it is the same");
        for altered in [
            refused(&|entries| entries[1].bytes[0] = b'x'),
            refused(&|entries| entries[1].name.push('x')),
            refused(&|entries| entries.truncate(2)),
            refused(&|entries| {
                entries.push(Entry { name: "files/alpha/etc/x".to_owned(), bytes: Vec::new() })
            }),
        ] {
            assert!(matches!(altered, ResultError::FileAltered { .. }), "{altered}");
        }
        let altered = refused(&|entries| {
            let run = String::from_utf8(std::mem::take(&mut entries[0].bytes)).unwrap();
            entries[0].bytes = run.replacen("zoe", "max", 1).into_bytes();
        });
        assert!(matches!(altered, ResultError::Altered { .. }), "{altered}");
        let without_run = refused(&|entries| drop(entries.remove(0)));
        assert!(matches!(without_run, ResultError::NotAResult { .. }), "{without_run}");
    }

    #[test]
    fn an_archive_that_is_cut_or_a_bomb_is_refused() {
        let packed = pack(&payload(), &files(), &key()).unwrap();
        let cut = open_bytes(&packed[..packed.len() - 30]).unwrap_err();
        assert!(matches!(cut, ResultError::Archive { .. }), "{cut}");
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let zeros = vec![0_u8; 1 << 20];
        archive.start_file("bomb", SimpleFileOptions::default()).unwrap();
        for _ in 0..600 {
            archive.write_all(&zeros).unwrap();
        }
        let bomb = archive.finish().unwrap().into_inner();
        assert!(bomb.len() < 1 << 20);
        assert!(matches!(open_bytes(&bomb), Err(ResultError::TooLarge { .. })));
    }
}
