//! Wrong solutions that nobody wrote: the reference solution without one of its steps.
//!
//! What a step is, `bash` says: a script is cut where it could end (`bash -n`). Of a step of
//! several lines, each line between the first and the last is left out in turn too, which
//! alters a file that is written, or the body of a loop.

use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::exec::Command;
use crate::model::Script;

/// How long cutting a script up may take: some milliseconds a line.
const PATIENCE: Duration = Duration::from_secs(120);

/// A step, or a line of one, that is left out of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Omission {
    /// The script, by its place in the solution.
    pub script: usize,
    /// The first line that is left out, from 1.
    pub from: usize,
    /// The last.
    pub to: usize,
}

/// Prints `FROM TO` for each step of the script on descriptor 8, and for each line inside of
/// one that can be left out. Nothing of the script is run.
const CUTTER: &str = r#"sound() {
case $1 in *\\$'\n') return 1 ;; esac
local said; said=$(bash -n <<<"$1" 2>&1) && [ -z "$said" ]
}
step= from=1 number=0 lines=()
while IFS= read -r line <&8 || [ -n "$line" ]; do
number=$((number + 1)); step+=$line$'\n'; lines+=("$line")
sound "$step" || continue
echo "$from $number"
for ((left = 1; left < ${#lines[@]} - 1; left++)); do
rest=; for ((at = 0; at < ${#lines[@]}; at++)); do [ $at -eq $left ] || rest+=${lines[at]}$'\n'; done
sound "$rest" && echo "$((from + left)) $((from + left))"
done
step= from=$((number + 1)) lines=()
done
"#;

/// Returns what cuts a script up, on the node that it is for.
pub(super) fn cutter(script: &Script) -> Command {
    let text = format!(
        "exec bash /dev/fd/9 9<<'END-OF-CUTTER' 8<<'END-OF-SCRIPT'\n{CUTTER}END-OF-CUTTER\n{}\nEND-OF-SCRIPT\n",
        script.contents.trim_end()
    );
    Command::new(text).within(PATIENCE)
}

/// Reads what the cutter printed. What is empty or a comment is no step.
pub(super) fn omissions(number: usize, script: &Script, printed: &str) -> Vec<Omission> {
    let lines: Vec<&str> = script.contents.lines().collect();
    let found = printed.lines().filter_map(|line| {
        let (from, to) = line.split_once(' ')?;
        Some(Omission { script: number, from: from.parse().ok()?, to: to.parse().ok()? })
    });
    let idle = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    found
        .filter(|omission| {
            let left = lines.get(omission.from.saturating_sub(1)..omission.to.min(lines.len()));
            left.is_some_and(|left| !left.iter().all(idle))
        })
        .collect()
}

/// Returns at most `most` of them: the same on every machine, and for every student, since
/// only the places decide.
pub(super) fn sample(mut all: Vec<Omission>, scripts: &[Script], most: usize) -> Vec<Omission> {
    let lot = |omission: &Omission| {
        let name = &scripts[omission.script].name;
        Sha256::digest(format!("{name}\0{}\0{}", omission.from, omission.to))
    };
    all.sort_by_key(|omission| lot(omission));
    all.truncate(most);
    all.sort_by_key(|omission| (omission.script, omission.from, omission.to));
    all
}

/// Returns the solution without a step.
pub(super) fn without(scripts: &[Script], omission: &Omission) -> Vec<Script> {
    let mut scripts = scripts.to_vec();
    let script = &mut scripts[omission.script];
    let kept = (1..).zip(script.contents.lines());
    let kept = kept.filter(|(number, _)| !(omission.from..=omission.to).contains(number));
    script.contents = kept.map(|(_, line)| format!("{line}\n")).collect();
    scripts
}

/// Returns the first line that is left out and says something.
pub(super) fn shown(scripts: &[Script], omission: &Omission) -> String {
    let lines = scripts[omission.script].contents.lines();
    let left = lines.skip(omission.from - 1).take(omission.to + 1 - omission.from).map(str::trim);
    left.filter(|line| !line.is_empty() && !line.starts_with('#')).take(1).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Omission, cutter, omissions, sample, shown, without};
    use crate::exec::Ended;
    use crate::model::Script;
    use crate::transport::Shell;
    use crate::transport::local::Local;

    fn script(contents: &str) -> Script {
        Script { name: "10-a.sh".to_owned(), on: "a".parse().unwrap(), contents: contents.to_owned() }
    }

    async fn cut(contents: &str) -> Vec<(usize, usize)> {
        let script = script(contents);
        let output = Shell::new("here", Arc::new(Local)).run(cutter(&script)).await.unwrap();
        assert_eq!((output.ended, output.stderr.as_str()), (Ended::Status(0), ""));
        omissions(0, &script, &output.stdout).into_iter().map(|o| (o.from, o.to)).collect()
    }

    #[tokio::test]
    async fn a_script_is_cut_where_it_could_end() {
        assert_eq!(cut("umask 077\n\n# why\nprintf x > y\n").await, [(1, 1), (4, 4)]);
        assert_eq!(cut("true").await, [(1, 1)], "without a line end");
        assert_eq!(cut("").await, []);
        // Continued lines, pipes, quotes and loops are one step each.
        assert_eq!(cut("a \\\n  b\nc |\n  d\ne 'x\ny'\n").await, [(1, 2), (3, 4), (5, 6)]);
        let looped = "for x in 1 2; do\n  first\n  second\ndone\nlast\n";
        assert_eq!(cut(looped).await, [(1, 4), (2, 2), (3, 3), (5, 5)]);
        // The only command of a body cannot be left out of it.
        assert_eq!(cut("if x; then\n  y\nfi\n").await, [(1, 3)]);
    }

    #[tokio::test]
    async fn lines_of_a_file_that_is_written_are_steps() {
        let file = "cat > f <<'EOF'\nPort 22\nrm -rf /nowhere\nEOF\nsystemctl restart ssh\n";
        assert_eq!(cut(file).await, [(1, 4), (2, 2), (3, 3), (5, 5)]);
    }

    #[tokio::test]
    async fn nothing_of_the_script_is_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run").display().to_string();
        cut(&format!("touch {path}\n$(touch {path})\nx=$(touch {path}) exit 3\n")).await;
        assert!(!std::path::Path::new(&path).exists());
    }

    #[test]
    fn a_sample_is_always_the_same_and_in_order() {
        let scripts = [script("")];
        let all: Vec<Omission> = (1..=30).map(|from| Omission { script: 0, from, to: from }).collect();
        let some = sample(all.clone(), &scripts, 7);
        let mut turned = all.clone();
        turned.reverse();
        assert_eq!(sample(turned, &scripts, 7), some);
        assert_eq!(some.len(), 7);
        assert!(some.is_sorted_by_key(|omission| omission.from));
        assert_eq!(sample(all.clone(), &scripts, 100), all);
    }

    #[test]
    fn what_is_left_out_is_left_out_and_shown() {
        let scripts = [script("a\n# why\nb\nc\n")];
        let omission = Omission { script: 0, from: 2, to: 3 };
        assert_eq!(without(&scripts, &omission)[0].contents, "a\nc\n");
        assert_eq!(shown(&scripts, &omission), "b");
    }
}
