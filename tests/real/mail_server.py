"""A mail server that was not written here (aiosmtpd), with TLS and a login.

In: the folder for received mails, then certificate and key.  Out: one line of JSON with the ports,
`{"starttls": ..., "tls": ...}`, then one .eml file for each mail.  It delivers nothing anywhere, listens on
127.0.0.1 only, and stops when its input ends.
"""

import itertools
import json
import pathlib
import socket
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = b"watch", b"kept in target/real only"


class Keep:
    """Writes every mail to the folder, numbered in order of arrival."""

    def __init__(self, folder):
        self.folder, self.number = folder, itertools.count(1)

    async def handle_DATA(self, server, session, envelope):
        # Written under another name first: whoever watches the folder sees whole mails only.
        name = f"{next(self.number):04}.eml"
        beside = self.folder / ("." + name)
        beside.write_bytes(
            b"X-Envelope-From: " + envelope.mail_from.encode() + b"\r\n"
            + b"".join(b"X-Envelope-To: " + to.encode() + b"\r\n" for to in envelope.rcpt_tos)
            + b"X-Hello: " + session.host_name.encode() + b"\r\n"
            + b"X-Tls: " + server.transport.get_extra_info("cipher")[1].encode() + b"\r\n"
            + envelope.original_content
        )
        beside.rename(self.folder / name)
        return "250 2.0.0 kept as " + name


def authenticate(server, session, envelope, mechanism, login):
    fits = isinstance(login, LoginPassword) and (login.login, login.password) == (USER, PASSWORD)
    return AuthResult(success=fits, handled=False)


def free_port():
    """aiosmtpd knocks at its own door when it starts, so it must be told the number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(folder, certificate, key):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    keep = Keep(folder)
    common = {"hostname": "127.0.0.1", "authenticator": authenticate, "auth_required": True}
    ports = {"starttls": free_port(), "tls": free_port()}
    servers = [
        Controller(keep, port=ports["starttls"], tls_context=context, require_starttls=True, **common),
        # With TLS from the first byte aiosmtpd does not know of it, and must be told to allow a login.
        Controller(keep, port=ports["tls"], ssl_context=context, auth_require_tls=False, **common),
    ]
    for server in servers:
        server.start()
    print(json.dumps(ports), flush=True)
    sys.stdin.read()
    for server in servers:
        server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
