//! A file as it was, for the kinds that change one.
//!
//! The record is one line of status (`mode uid gid mtime`) and the contents in base64. The
//! file is written in place: its inode, its links, its ACL and whoever holds it open stay.

use crate::exec::quote;
use crate::fault::KEPT;

/// The largest file that a record can hold, in bytes: outputs are bounded.
const LARGEST: u32 = 128 * 1024;

/// Returns a script that prints the record of `path`, or refuses.
pub(super) fn survey(path: &str) -> String {
    format!(
        "file={}\n[ -f \"$file\" ] || refuse no-file \"$file\"\n\
         [ \"$(stat -L -c %s -- \"$file\")\" -le {LARGEST} ] || refuse too-large \"$file\"\n\
         stat -L -c '%a %u %g %.9Y' -- \"$file\" || exit\nbase64 -w 0 <\"$file\" || exit\n",
        quote(path)
    )
}

/// Returns the end of an injection: the time of the file is put back, so that it does not
/// stand out, and what it became is printed. `$file` is the file.
pub(super) fn changed() -> &'static str {
    "touch -d \"@$(printf '%s\\n' \"$before\" | { read -r _ _ _ time; echo \"$time\"; })\" -- \"$file\"\n\
     sha256sum <\"$file\" | cut -d' ' -f1\n"
}

/// Returns a script that puts the file back when it is as the fault left it.
pub(super) fn undo(path: &str) -> String {
    format!(
        "file={}\nnow=$(sha256sum 2>/dev/null <\"$file\" | cut -d' ' -f1)\n\
         was=$(printf '%s\\n' \"$before\" | sed -n 2p | base64 -d | sha256sum | cut -d' ' -f1)\n\
         if [ \"$now\" = \"$was\" ]; then :\n\
         elif [ -n \"$now\" ] && [ -n \"$after\" ] && [ \"$now\" != \"$after\" ]; then echo {KEPT}\n\
         else\n\
         printf '%s\\n' \"$before\" | sed -n 2p | base64 -d >\"$file\" || exit\n\
         printf '%s\\n' \"$before\" | {{ read -r mode owner group time\n\
         chown \"$owner:$group\" -- \"$file\" && chmod \"$mode\" -- \"$file\" && touch -d \"@$time\" -- \"$file\"; }} || exit\n\
         fi\n",
        quote(path)
    )
}

/// Returns the part that makes a service notice: a broken one may well refuse to start,
/// which is the fault. `strict` is for the way back, where it must not.
pub(super) fn apply(restart: Option<&str>, reload: Option<&str>, strict: bool) -> String {
    let mut script = String::new();
    let end = if strict { " || exit" } else { " >/dev/null 2>&1" };
    for (verb, unit) in [("restart", restart), ("reload-or-restart", reload)] {
        if let Some(unit) = unit {
            let unit = quote(unit);
            if strict {
                script.push_str(&format!("systemctl reset-failed -- {unit} 2>/dev/null\n"));
            }
            script.push_str(&format!("systemctl {verb} -- {unit}{end}\n"));
        }
    }
    script.push_str("true\n");
    script
}
