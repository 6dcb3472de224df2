//! Cookies that a server sets, and with which attributes (RFC 6265, section 4.1).

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Findings;
use crate::check::matcher::{Matcher, Observed};
use crate::text;

/// A cookie that should be set; nothing is looked at that is not said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cookie {
    /// Whether it is sent over encrypted connections only.
    pub secure: Option<bool>,
    /// Whether scripts of pages are kept from it.
    pub http_only: Option<bool>,
    /// `Strict`, `Lax` or `None`; case does not matter.
    pub same_site: Option<String>,
    /// Its value.
    pub value: Option<Matcher>,
}

impl Cookie {
    /// Compares it with the `Set-Cookie` headers of an answer. Of several of one name the last
    /// counts, as in a browser.
    pub(super) fn compare(&self, name: &str, headers: &[&str], url: &str, findings: &mut Findings) {
        let fact = || text!("fact-http-cookie", name = name, url = url);
        let of_name = |header: &&&str| header.split(['=', ';']).next().map(str::trim) == Some(name);
        let Some(header) = headers.iter().rev().find(of_name) else {
            findings.gap(fact(), text!("shown-present"), text!("shown-absent"));
            return;
        };
        let mut parts = header.split(';').map(str::trim);
        let value = parts.next().and_then(|pair| pair.split_once('=')).map_or("", |(_, value)| value.trim());
        let attributes: Vec<(&str, &str)> =
            parts.map(|part| part.split_once('=').unwrap_or((part, ""))).collect();
        let find = |key: &str| attributes.iter().rev().find(|(known, _)| known.trim().eq_ignore_ascii_case(key));
        for (key, wanted) in [("Secure", self.secure), ("HttpOnly", self.http_only)] {
            let word = |there: bool| if there { text!("shown-present") } else { text!("shown-absent") };
            if let Some(wanted) = wanted.filter(|wanted| *wanted != find(key).is_some()) {
                let fact = text!("fact-http-cookie-attribute", key = key, name = name, url = url);
                findings.gap(fact, word(wanted), word(!wanted));
            }
        }
        if let Some(wanted) = &self.same_site {
            let seen = find("SameSite").map(|(_, value)| value.trim());
            if !seen.is_some_and(|seen| seen.eq_ignore_ascii_case(wanted)) {
                let fact = text!("fact-http-cookie-attribute", key = "SameSite", name = name, url = url);
                match seen {
                    Some(seen) => findings.gap(fact, wanted.as_str(), seen),
                    None => findings.gap(fact, wanted.as_str(), text!("shown-absent")),
                }
            }
        }
        findings.expect(fact(), self.value.as_ref(), &Observed::text(value));
    }
}

#[cfg(test)]
mod tests {
    use super::Cookie;
    use crate::check::Findings;

    fn word(cookie: &str, headers: &[&str]) -> &'static str {
        let mut findings = Findings::new();
        let cookie: Cookie = serde_saphyr::from_str(cookie).unwrap();
        cookie.compare("session", headers, "http://a", &mut findings);
        findings.verdict().word()
    }

    #[test]
    fn attributes_are_read_whatever_their_case_and_order() {
        let set = "session=a=b; path=/; SameSite=strict; httponly; Secure";
        assert_eq!(word("{ secure: true, http-only: true, same-site: Strict, value: a=b }", &[set]), "pass");
        assert_eq!(word("{ secure: false }", &[set]), "fail");
        assert_eq!(word("{ same-site: Lax }", &[set]), "fail");
        assert_eq!(word("{}", &["sessions=1; Secure"]), "fail", "another name");
        // A value that looks like an attribute is none.
        assert_eq!(word("{ secure: true }", &["session=Secure"]), "fail");
        assert_eq!(word("{ secure: true }", &["session=1; Secure", "session=2"]), "fail", "the last counts");
    }
}
