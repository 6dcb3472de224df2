//! A certificate that has expired.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exec::quote;
use crate::fault::{Kind, Means, Scripts, Where, saved};

/// A certificate is issued anew with dates that are past; names and extensions stay. It is
/// signed with `ca-key`, or with its own `key`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CertificateExpired {
    /// The file of the certificate (PEM) on the node; what follows the first one in it
    /// stays.
    pub path: String,
    /// Its private key.
    pub key: String,
    /// The certificate of the authority that signs it again, with `ca-key`; it signs itself
    /// when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<String>,
    /// The private key of that authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_key: Option<String>,
    /// The unit that is restarted so that it notices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart: Option<String>,
    /// The unit that is told to read it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reload: Option<String>,
}

impl Kind for CertificateExpired {
    fn means(&self) -> Means {
        let signer = match (&self.ca, &self.ca_key) {
            (Some(ca), Some(key)) => format!("-CA {} -CAkey {}", quote(ca), quote(key)),
            _ => format!("-signkey {}", quote(&self.key)),
        };
        let issue = format!(
            "issue() {{ openssl x509 -in \"$file\" {signer} -not_before 20200101000000Z \
             -not_after 20210101000000Z; }}\n"
        );
        let survey = format!(
            "command -v openssl >/dev/null || refuse no-tool openssl\n{}echo\n{issue}\
             issue >/dev/null 2>&1 || refuse no-certificate \"$file\"\n",
            saved::survey(&self.path)
        );
        let (restart, reload) = (self.restart.as_deref(), self.reload.as_deref());
        let inject = format!(
            "file={}\n{issue}new=$(issue) || exit\n\
             rest=$(awk 'past {{ print }} /-----END CERTIFICATE-----/ {{ past = 1 }}' \"$file\")\n\
             {{ printf '%s\\n' \"$new\"; [ -z \"$rest\" ] || printf '%s\\n' \"$rest\"; }} >\"$file\" || exit\n{}{}",
            quote(&self.path),
            saved::changed(),
            saved::apply(restart, reload, false)
        );
        let undo = format!("{}{}", saved::undo(&self.path), saved::apply(restart, reload, true));
        Means::Scripts(Scripts { place: Where::Node, survey, inject, undo })
    }

    fn problems(&self) -> Vec<crate::i18n::Text> {
        if self.ca.is_some() == self.ca_key.is_some() {
            Vec::new()
        } else {
            vec![crate::text!("problem-fault-authority")]
        }
    }
}
