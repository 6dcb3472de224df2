//! Alerts that are posted to us: the sensor listens while the drill runs, at an address that
//! the lab tells the student (`networks.<name>.sensor`).
//!
//! Nothing on the nodes can read or alter what arrived; they can only post, as an alert does.
//! `webhook` (adnanh/webhook) speaks HTTP; each post becomes a line of a file. The shape is
//! that of Alertmanager, which Grafana posts too: `alerts`, each with `status` and `labels`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::check::sight;
use crate::exec::quote;
use crate::i18n::Text;
use crate::text;

/// Where the sensor keeps what arrives. Its own: one drill at a time uses it.
const FOLDER: &str = "/run/paillasse-webhook";

/// The most posts that are looked at: whoever sends more than that alerts nobody.
const POSTS: usize = 400;

/// Where the sensor listens while the drill runs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The port, 1024 or more. The address is that of the sensor on a network that the sender
    /// is on: `http://{{ networks.lan.sensor }}:9099/alertes` in the statement.
    pub port: u16,
    /// The path; `/alertes` when nothing is said.
    #[serde(default = "usual")]
    pub path: String,
}

fn usual() -> String {
    "/alertes".to_owned()
}

/// The labels of an alert.
pub(super) type Labels = BTreeMap<String, String>;

/// Returns the labels of an alert, as Alertmanager and Grafana write it.
pub(super) fn labels(alert: &Value) -> Option<Labels> {
    let labels = alert.get("labels")?.as_object()?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Some(labels.iter().map(|(name, value)| (name.clone(), text(value))).collect())
}

/// An alert that was posted: whether it is over, and its labels.
pub(super) fn posted(line: &str) -> Vec<(bool, Labels)> {
    let Ok(post) = serde_json::from_str::<Value>(line) else { return Vec::new() };
    let alerts = post.get("alerts").and_then(Value::as_array).cloned().unwrap_or_default();
    let read = |alert: &Value| {
        let over = match alert.get("status").and_then(Value::as_str)? {
            "firing" => false,
            "resolved" => true,
            _ => return None,
        };
        Some((over, labels(alert)?))
    };
    alerts.iter().filter_map(read).collect()
}

impl Webhook {
    /// Where it listens, for a person.
    pub(super) fn shown(&self) -> String {
        format!(":{}{}", self.port, self.path)
    }

    pub(super) fn problems(&self) -> Vec<Text> {
        let sound = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
        let path = self.path.strip_prefix('/').is_some_and(|rest| !rest.is_empty() && rest.chars().all(sound));
        if path && self.port >= 1024 { Vec::new() } else { vec![text!("problem-alert-webhook")] }
    }

    /// Returns the script that begins to listen; what an earlier drill received is forgotten.
    pub(super) fn listen(&self) -> String {
        let hooks = json!([{
            "id": self.path.trim_start_matches('/'),
            "execute-command": format!("{FOLDER}/record"),
            "http-methods": ["POST"],
            // Whoever forgets the header meant JSON all the same.
            "incoming-payload-content-type": "application/json",
            "include-command-output-in-response": true,
            "pass-file-to-command": [{ "source": "entire-payload", "envname": "POSTED" }],
        }]);
        format!(
            "{need}d={FOLDER}\nif [ -e $d/pid ]; then\nold=$(cat $d/pid)\nkill \"$old\" 2>/dev/null\n\
             while kill -0 \"$old\" 2>/dev/null; do sleep 0.1; done\nfi\n\
             rm -rf $d && mkdir -m 700 $d && : >$d/posts || exit\n\
             cat >$d/record <<'END-OF-RECORD'\n#!/bin/sh\nexec 9>>{FOLDER}/posts\nflock 9\n\
             {{ cat \"$POSTED\"; echo; }} >&9\nEND-OF-RECORD\nchmod 700 $d/record\nprintf %s {hooks} >$d/hooks.json\n\
             setsid -f webhook -hooks $d/hooks.json -ip 0.0.0.0 -port {port} -urlprefix '' -pidfile $d/pid \
             -verbose >$d/log 2>&1 </dev/null\n\
             for turn in $(seq 50); do\nnc -z 127.0.0.1 {port} 2>/dev/null && break\nsleep 0.1\ndone\n\
             kill -0 \"$(cat $d/pid)\" 2>/dev/null || {{ tail -n 3 $d/log >&2; exit 1; }}\n",
            need = sight::need(&["webhook", "nc", "flock", "setsid"]),
            hooks = quote(&hooks.to_string()),
            port = self.port,
        )
    }

    /// Returns the script that prints how many posts there are, and those after the first
    /// `from`.
    pub(super) fn read(from: u64) -> String {
        format!(
            "d={FOLDER}\nkill -0 \"$(cat $d/pid)\" || exit\necho \"size $(wc -l <$d/posts)\"\n\
             tail -n +{} $d/posts | head -n {POSTS}\n",
            from + 1
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Webhook, posted};

    #[test]
    fn a_post_tells_which_alerts_begin_and_which_end() {
        let post = r#"{"status":"firing","alerts":[
            {"status":"firing","labels":{"alertname":"A","n":"1"}},
            {"status":"resolved","labels":{"alertname":"B"}}, {"labels":{}}]}"#;
        let seen = posted(&post.replace('\n', ""));
        assert_eq!(seen.len(), 2);
        assert!(!seen[0].0 && seen[0].1["n"] == "1");
        assert!(seen[1].0 && seen[1].1["alertname"] == "B");
        assert!(posted("null").is_empty() && posted("<html>").is_empty());
    }

    #[test]
    fn a_path_is_one_that_needs_no_encoding() {
        let problems = |yaml| serde_saphyr::from_str::<Webhook>(yaml).unwrap().problems().len();
        assert_eq!(problems("{ port: 9099 }"), 0);
        assert_eq!(problems("{ port: 9099, path: /a/b-1 }"), 0);
        for bad in ["{ port: 80 }", "{ port: 9099, path: alertes }", "{ port: 9099, path: / }", "{ port: 9099, path: '/é' }"] {
            assert_eq!(problems(bad), 1, "{bad}");
        }
    }
}
