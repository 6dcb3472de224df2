//! Which way packets go.
//!
//! What decides is the longest match over all tables and rules: the kernel is asked
//! (`ip route get`). A line of the table is looked at only when its text is the point.

use std::net::IpAddr;

use ipnet::IpNet;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::matcher::Matcher;
use crate::device::linux;
use crate::check::sight;
use crate::check::verdict::{succeeded, unreadable};
use crate::check::way::Wanted;
use crate::check::{Check, Findings, Probe, Scene, Verdict, yes};
use crate::exec::{ExecOutput, quote};
use crate::i18n::Text;
use crate::text;

/// Looks at the way that packets take from the node; there should be one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Route {
    /// The address that packets go to: the kernel chooses the route.
    pub to: Option<String>,
    /// A line of the routing table, by its network: `10.2.0.0/16`, `default`.
    pub prefix: Option<String>,
    /// The table of `prefix`; the main one when nothing is said.
    pub table: Option<String>,
    /// Whether there should be a route; true when nothing is said. One that is
    /// `unreachable`, `prohibit` or `blackhole` is none.
    #[serde(default = "yes")]
    pub exists: bool,
    /// The next hop; `direct` when there is none.
    pub via: Option<Matcher>,
    /// The interface.
    pub device: Option<Matcher>,
    /// The source address that is chosen.
    pub source: Option<Matcher>,
    /// Who made the route, with `prefix`: `static`, `kernel`, `dhcp`, `ospf`, `boot` (typed
    /// by hand).
    pub protocol: Option<Matcher>,
    /// Its metric, with `prefix`; 0 when it has none.
    pub metric: Option<Matcher>,
    /// The addresses that answer on the way to `to`, in order, the last being `to` itself:
    /// each hop is asked with a packet that dies there. A hop that says nothing is `*`.
    #[serde(default)]
    pub path: Vec<String>,
}

impl Route {
    fn target(&self) -> &str {
        self.to.as_deref().or(self.prefix.as_deref()).unwrap_or_default()
    }

    fn script(&self) -> String {
        let mut script = sight::need(&["ip"]);
        let six = if self.target().contains(':') { "-6 " } else { "" };
        match (&self.to, &self.prefix) {
            // The kernel says why there is none, with status 2 as for any error.
            (Some(to), _) => script.push_str(&format!(
                "said=$(ip {six}-j route get {} 2>&1); s=$?\ncase $s-$said in\n0-*) printf '%s\\n' \"$said\";;\n\
                 2-*'RTNETLINK answers'*) echo '[]';;\n*) printf '%s\\n' \"$said\" >&2; exit 1;;\nesac\n",
                quote(to)
            )),
            (None, prefix) => {
                let table = self.table.as_deref().unwrap_or("main");
                // A table without routes is unknown to the kernel.
                script.push_str(&format!(
                    "said=$(ip {six}-j -N -d route show table {} exact {} 2>&1); s=$?\ncase $s-$said in\n0-) echo '[]';;\n\
                     0-*) printf '%s\\n' \"$said\";;\n2-*'table does not exist'*) echo '[]';;\n\
                     *) printf '%s\\n' \"$said\" >&2; exit 1;;\nesac\n",
                    quote(table),
                    quote(prefix.as_deref().unwrap_or_default())
                ));
            }
        }
        script
    }

    /// Prints one address a line.
    fn trace(&self) -> String {
        let to = quote(self.target());
        let hops = self.path.len();
        format!(
            "{}n=1\nwhile [ $n -le {hops} ]; do\nsaid=$(ping -n -c 1 -W 1 -t $n -- {to} 2>&1); s=$?\n\
             [ $s -le 1 ] || {{ case $said in *unreachable*) ;; *) printf '%s\\n' \"$said\" >&2; exit 1;; esac; }}\n\
             hop=$(printf '%s\\n' \"$said\" | sed -n 's/^[Ff]rom \\([0-9a-fA-F.:]*[0-9a-fA-F]\\).*exceeded.*/\\1/p; s/^.*bytes from \\([0-9a-fA-F.:]*[0-9a-fA-F]\\):.*/\\1/p' | head -n 1)\n\
             echo \"${{hop:-*}}\"\nn=$((n + 1))\ndone\n",
            sight::need(&["ping", "sed"])
        )
    }

    fn compare(&self, printed: &str, findings: &mut Findings) -> Result<(), Verdict> {
        let ways = linux::ways(printed).ok_or_else(|| unreadable("ip", printed))?;
        // Of several lines for one network, the lowest metric counts.
        let way = ways.iter().filter(|way| !way.dead).min_by_key(|way| way.metric);
        let wanted = Wanted {
            to: self.target(),
            exists: self.exists,
            via: self.via.as_ref(),
            device: self.device.as_ref(),
            source: self.source.as_ref(),
            protocol: self.protocol.as_ref(),
            metric: self.metric.as_ref(),
        };
        wanted.compare(way, findings);
        Ok(())
    }
}

impl Check for Route {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        let mut probes = vec![scene.run(self.script())];
        if !self.path.is_empty() {
            let least = std::time::Duration::from_secs(2 * self.path.len() as u64 + 5);
            probes.push(scene.run_long(scene.on.clone(), self.trace(), least));
        }
        probes
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let Some(output) = outputs.first() else { return Verdict::Error(text!("error-no-output")) };
        if let Some(verdict) = outputs.iter().find_map(sight::missing_tool) {
            return verdict;
        }
        let mut findings = Findings::new();
        let judged = succeeded("ip", output).and_then(|printed| self.compare(printed, &mut findings));
        if let Err(verdict) = judged {
            return verdict;
        }
        if !self.path.is_empty() {
            let Some(trace) = outputs.get(1) else { return Verdict::Error(text!("error-no-output")) };
            let hops: Vec<&str> = match succeeded("ping", trace) {
                Ok(printed) => printed.lines().collect(),
                Err(verdict) => return verdict,
            };
            if hops != self.path {
                let fact = text!("fact-route-path", to = self.target());
                findings.gap(fact, self.path.join(" → "), hops.join(" → "));
            }
        }
        findings.verdict()
    }

    fn problems(&self) -> Vec<Text> {
        let mut problems = Vec::new();
        match (&self.to, &self.prefix) {
            (Some(to), None) if to.parse::<IpAddr>().is_ok() => {}
            (None, Some(prefix)) if prefix == "default" || prefix.parse::<IpNet>().is_ok() => {}
            _ => problems.push(text!("problem-route-what")),
        }
        let only = |wrong: bool, key: &str| wrong.then(|| text!("problem-config-key", key = key));
        problems.extend(only(self.prefix.is_none() && self.table.is_some(), "table"));
        problems.extend(only(self.prefix.is_none() && self.protocol.is_some(), "protocol"));
        problems.extend(only(self.prefix.is_none() && self.metric.is_some(), "metric"));
        problems.extend(only(self.to.is_none() && !self.path.is_empty(), "path"));
        let about = [&self.via, &self.device, &self.source, &self.protocol, &self.metric];
        if !self.exists && (about.iter().any(|matcher| matcher.is_some()) || !self.path.is_empty()) {
            problems.push(text!("problem-route-absent"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::Route;
    use crate::check::{Check, Findings};

    fn route(yaml: &str) -> Route {
        serde_saphyr::from_str(yaml).unwrap()
    }

    fn word(yaml: &str, printed: &str) -> &'static str {
        let mut findings = Findings::new();
        route(yaml).compare(printed, &mut findings).map_or_else(|verdict| verdict.word(), |()| findings.verdict().word())
    }

    #[test]
    fn a_route_that_kills_packets_is_none() {
        let blackhole = r#"[{"type":"blackhole","dst":"10.2.0.0/16","flags":[]}]"#;
        assert_eq!(word("{ prefix: 10.2.0.0/16, exists: false }", blackhole), "pass");
        assert_eq!(word("{ prefix: 10.2.0.0/16 }", blackhole), "fail");
        assert_eq!(word("{ to: 10.2.0.1 }", "[]"), "fail");
        assert_eq!(word("{ to: 10.2.0.1 }", "nothing"), "error");
    }

    #[test]
    fn the_lowest_metric_counts() {
        let two = r#"[{"type":"1","dst":"default","gateway":"10.0.0.9","dev":"b","protocol":"4","metric":200},{"dst":"default","gateway":"10.0.0.1","dev":"a","protocol":"16","metric":100}]"#;
        assert_eq!(word("{ prefix: default, via: 10.0.0.1, protocol: dhcp, metric: { at-most: 100 } }", two), "pass");
        assert_eq!(word("{ prefix: default, via: 10.0.0.9 }", two), "fail");
        assert_eq!(word("{ to: 10.0.0.2, via: direct }", r#"[{"dst":"10.0.0.2","dev":"a"}]"#), "pass");
    }

    #[test]
    fn what_cannot_be_asked_is_a_mistake_of_the_lab() {
        let problems = |yaml: &str| route(yaml).problems().len();
        assert_eq!(problems("{ }"), 1);
        assert_eq!(problems("{ to: 10.0.0.1, prefix: default }"), 1);
        assert_eq!(problems("{ to: 10.0.0.1, table: '7' }"), 1);
        assert_eq!(problems("{ to: 10.0.0.1, exists: false, via: direct }"), 1);
        assert_eq!(problems("{ prefix: default, via: 10.0.0.1 }"), 0);
    }
}
