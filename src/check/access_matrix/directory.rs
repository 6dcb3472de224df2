//! Entries of a directory, tried from the sensor with OpenLDAP's clients.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::remote::{Answer, Remote, preamble};
use super::{Cell, Lines, subjects};
use crate::check::{Scene, five_seconds, sight};
use crate::exec::quote;
use crate::i18n::Text;
use crate::quantity::Span;
use crate::text;

/// The result code of a login that is refused, and of a right that lacks (RFC 4511, appendix A).
const INVALID_CREDENTIALS: &str = "49";
const INSUFFICIENT_ACCESS: &str = "50";
/// That of an entry that is not there, or that one may not know of.
const NO_SUCH_OBJECT: &str = "32";
/// What the script prints instead of a code when the attribute was not shown.
const HIDDEN: &str = "hidden";

/// Entries of an LDAP directory.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// The server: `ldap://10.0.0.1`, `ldaps://10.0.0.1`.
    pub url: String,
    /// Whether the session is encrypted by StartTLS; false when nothing is said.
    #[serde(default)]
    pub starttls: bool,
    /// Whether any certificate is taken; false when nothing is said.
    #[serde(default)]
    pub insecure: bool,
    /// How an account logs in, with `*` in place of its name: `uid=*,ou=personnes,dc=lab,dc=test`,
    /// `*@lab.test`.
    pub bind: String,
    /// The attribute that is read and written. It is given the values that it has.
    pub attribute: String,
    /// By entry (its DN), what each account may do: `r` read the attribute, `w` write it, `-`
    /// nothing. As for `files`.
    pub entries: Lines,
    /// How long the server is waited for, each time; 5s when nothing is said.
    #[serde(default = "five_seconds")]
    pub wait: Span,
}

const SCHEMES: &[(&str, u16)] = &[("ldap", 389), ("ldaps", 636)];

const FUNCTIONS: &str = r#"look() { timeout -k 1 "$wait" ldapsearch -x -LLL -o ldif-wrap=no -o nettimeout="$wait" -H "$url" $tls -D "$1" -y "$2" -b "$3" -s base '(objectClass=*)' "$4" </dev/null >out 2>log; s=$?; }
change() { timeout -k 1 "$wait" ldapmodify -x -o nettimeout="$wait" -H "$url" $tls -D "$1" -y "$2" -f change >out 2>log </dev/null; s=$?; }
tell() { printf '%s %s %s\n' "$1" "$s" "$(tr '\n' ' ' <log | cut -c 1-200)"; }
"#;

impl Remote for Directory {
    const KEY: &'static str = "ldap";

    fn lines(&self) -> &Lines {
        &self.entries
    }

    fn letters(&self) -> &'static str {
        "rw"
    }

    fn server(&self) -> (&str, u16, Span) {
        let (host, port) = sight::authority(&self.url, SCHEMES).unwrap_or((&self.url, 389));
        (host, port, self.wait)
    }

    fn script(&self, cells: &[Cell<'_>], passwords: &BTreeMap<String, String>, _: &Scene) -> String {
        let mut script = preamble(self, &["ldapsearch", "ldapmodify", "grep", "tr"]);
        let attribute = quote(&self.attribute);
        // The configuration of the account and of the machine would count otherwise.
        script.push_str(&format!(
            "HOME=$d LDAPCONF=/dev/null LDAPTLS_REQCERT={}; export HOME LDAPCONF LDAPTLS_REQCERT\n\
             url={} tls={}\n{FUNCTIONS}",
            if self.insecure { "never" } else { "demand" },
            quote(&self.url),
            if self.starttls { "-ZZ" } else { "" },
        ));
        let subjects = subjects(&self.entries);
        for (number, subject) in subjects.iter().enumerate() {
            let password = passwords.get(*subject).map(String::as_str).unwrap_or_default();
            script.push_str(&format!(
                "printf %s {} >u{number} || exit\nok{number}=\ndn{number}={}\nlook \"$dn{number}\" u{number} '' 1.1\n\
                 if [ $s -eq 0 ]; then ok{number}=1; else tell {}; fi\n",
                quote(password),
                quote(&self.bind.replace('*', subject)),
                quote(&format!("login ldap {subject}")),
            ));
        }
        let who = |cell: &Cell<'_>| subjects.iter().position(|subject| *subject == cell.subject).unwrap_or_default();
        for entry in self.entries.keys() {
            let of_entry = || cells.iter().enumerate().filter(|(_, cell)| cell.path == entry);
            let dn = quote(entry);
            // What is written is what somebody has read.
            script.push_str("rm -f values\n");
            for (number, cell) in of_entry().filter(|(_, cell)| cell.right == 'r') {
                let who = who(cell);
                script.push_str(&format!(
                    "if [ \"$ok{who}\" ]; then\nlook \"$dn{who}\" u{who} {dn} {attribute}\n\
                     if [ $s -eq 0 ]; then\nif grep -aiq '^{name}:' out; then cp out values; else s={HIDDEN}; fi\nfi\n\
                     tell 'ldap {number}'\nfi\n",
                    name = self.attribute,
                ));
            }
            for (number, cell) in of_entry().filter(|(_, cell)| cell.right == 'w') {
                let who = who(cell);
                script.push_str(&format!(
                    "if [ \"$ok{who}\" ]; then\n: >log; s={HIDDEN}\nif [ -e values ]; then\n\
                     {{ grep -ai '^dn:' values; printf 'changetype: modify\\nreplace: %s\\n' {attribute}; \
                     grep -ai '^{name}:' values; }} >change\nchange \"$dn{who}\" u{who}\nfi\ntell 'ldap {number}'\nfi\n",
                    name = self.attribute,
                ));
            }
        }
        script.push_str("echo end\n");
        script
    }

    fn answer(&self, _: &Cell<'_>, status: &str, said: &str) -> Option<Answer> {
        Some(match status {
            "0" => Answer::Allowed,
            INSUFFICIENT_ACCESS => Answer::Denied,
            NO_SUCH_OBJECT | HIDDEN => Answer::Missing,
            "124" | "137" => Answer::Odd(text!("http-late")),
            _ => Answer::Odd(Text::verbatim(said)),
        })
    }

    fn refused(&self, status: &str, said: &str) -> Option<String> {
        let first = said.split("additional info").next().unwrap_or(said).trim();
        (status == INVALID_CREDENTIALS).then(|| first.to_owned())
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        let bare = self.url.split_once("://").is_some_and(|(_, rest)| !rest.contains(['/', '?', '@']));
        if !bare || sight::authority(&self.url, SCHEMES).is_none() {
            problems.push(text!("problem-ldap-url", url = &self.url));
        }
        if self.starttls && self.url.starts_with("ldaps:") {
            problems.push(text!("problem-ldap-starttls"));
        }
        if !self.bind.contains('*') {
            problems.push(text!("problem-access-bind"));
        }
        if self.attribute.is_empty() || !self.attribute.chars().all(|c| c.is_ascii_alphanumeric() || "-;".contains(c)) {
            problems.push(text!("problem-access-attribute", name = &self.attribute));
        }
        for (dn, line) in &self.entries {
            // Without its values, it could only be emptied.
            let any = |right| line.values().any(|rights| rights.has(right));
            if any('w') && !any('r') {
                problems.push(text!("problem-access-unread", dn = dn));
            }
        }
        problems
    }

    fn shown(&self, path: &str) -> Text {
        text!("fact-ldap-attribute", name = &self.attribute, dn = path)
    }
}
