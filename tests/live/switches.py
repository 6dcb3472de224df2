"""Switches that are played, as real SSH servers: `switches.py [--legacy] MODEL:NAME:PORT ...`

fake-switches as it is has no `end`, and speaks modern algorithms only; this adds both. The
account is admin / s3cret, the enable secret en4ble: they protect nothing.
"""
import sys

from fake_switches import switch_factory
from fake_switches.command_processing.shell_session import ShellSession
from fake_switches.transports.ssh_service import SwitchSshService
from twisted.conch.ssh import factory, transport
from twisted.internet import reactor


class Old(transport.SSHServerTransport):
    """What a switch of 2008 offers."""

    supportedKeyExchanges = [b"diffie-hellman-group14-sha1"]
    supportedCiphers = [b"aes128-cbc", b"3des-cbc"]
    supportedMACs = [b"hmac-sha1"]
    supportedPublicKeys = [b"ssh-rsa"]
    ourVersionString = b"SSH-2.0-Cisco-1.25"


receive = ShellSession.receive


def with_end(session, line):
    """Leaves all modes at once, as a switch does."""
    if line.strip().lower() != "end":
        return receive(session, line)
    processor = session.command_processor
    while processor is not None and not type(processor).__name__.endswith("EnabledCommandProcessor"):
        processor = processor.sub_processor
    if processor is None or processor.sub_processor is None:
        return receive(session, line)
    processor.sub_processor = None
    processor.show_prompt()
    return True


ShellSession.receive = with_end
if "--legacy" in sys.argv:
    factory.SSHFactory.protocol = Old
    factory.SSHFactory.getSignatureAlgorithms = lambda self, kind: [b"ssh-rsa"]
for switch in [argument for argument in sys.argv[1:] if not argument.startswith("--")]:
    model, name, port = switch.split(":")
    core = switch_factory.SwitchFactory().get(model, name, "en4ble")
    service = SwitchSshService(ip="127.0.0.1", port=int(port), switch_core=core, users={"admin": b"s3cret"})
    service.hook_to_reactor(reactor)
print("ready", flush=True)
reactor.run()
