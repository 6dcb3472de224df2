//! A network interface: is it there, is it up, which addresses does it carry.
//!
//! The kernel is asked (`ip -j -d address`). What may be expected stands in
//! [`link`](crate::check::link); an address that another machine already holds is left out.

use crate::device::linux;
use crate::check::sight;
use crate::check::verdict::{succeeded, unreadable};
use crate::check::{Check, Findings, Probe, Scene, Verdict};
use crate::exec::ExecOutput;
use crate::i18n::Text;
use crate::text;

pub use crate::check::link::Interface;

impl Check for Interface {
    fn probes(&self, scene: &Scene) -> Vec<Probe> {
        vec![scene.run(format!("{}{}\n", sight::need(&["ip"]), linux::LINKS))]
    }

    fn judge(&self, _: &Scene, outputs: &[ExecOutput]) -> Verdict {
        let [output] = outputs else { return Verdict::Error(text!("error-no-output")) };
        if let Some(verdict) = sight::missing_tool(output) {
            return verdict;
        }
        let judged = succeeded("ip", output).and_then(|printed| {
            let links = linux::links(printed).ok_or_else(|| unreadable("ip", printed))?;
            let mut findings = Findings::new();
            self.compare(&links, &mut findings);
            Ok(findings.verdict())
        });
        judged.unwrap_or_else(|verdict| verdict)
    }

    fn problems(&self) -> Vec<Text> {
        self.problems()
    }
}

#[cfg(test)]
mod tests {
    use super::Interface;
    use crate::check::Findings;
    use crate::device::linux;

    const SIX: &str = r#"[{"ifname":"lan","altnames":["enp1s0"],"flags":["UP","LOWER_UP"],"mtu":1500,"link_type":"ether",
        "address":"02:00:00:00:00:01","addr_info":[
        {"family":"inet6","local":"fd00::1","prefixlen":64,"scope":"global"},
        {"family":"inet6","local":"fd00::5","prefixlen":64,"scope":"global","temporary":true},
        {"family":"inet6","local":"fd00::9","prefixlen":64,"scope":"global","dadfailed":true},
        {"family":"inet6","local":"fe80::1","prefixlen":64,"scope":"link"}]}]"#;

    fn verdict(yaml: &str) -> &'static str {
        let interface: Interface = serde_saphyr::from_str(yaml).unwrap();
        let mut findings = Findings::new();
        interface.compare(&linux::links(SIX).unwrap(), &mut findings);
        findings.verdict().word()
    }

    #[test]
    fn addresses_that_a_machine_gives_itself_are_left_out() {
        assert_eq!(verdict("{ name: enp1s0, addresses: { exactly: ['FD00:0::1/64'] } }"), "pass");
        assert_eq!(verdict("{ name: lan, addresses: { exactly: ['fd00::1/64'] }, all-addresses: true }"), "fail");
        assert_eq!(verdict("{ name: lan, addresses: ['fe80::1/64', 'fd00::5/64'], all-addresses: true }"), "pass");
        assert_eq!(verdict("{ name: lan, addresses: ['fd00::9/64'], all-addresses: true }"), "fail");
        assert_eq!(verdict("{ name: lan, addresses: ['fd00::1/48'] }"), "fail");
    }

    #[test]
    fn an_interface_is_found_by_its_network() {
        assert_eq!(verdict("{ network: 'fd00::/64', type: physical, mac: '02:00:00:00:00:01', master: '' }"), "pass");
        assert_eq!(verdict("{ network: 'fd01::/64' }"), "fail");
        assert_eq!(verdict("{ network: 'fd01::/64', exists: false }"), "pass");
    }
}
