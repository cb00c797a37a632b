"""A call goes to the address that was checked, under the name whose certificate it wants."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from fahrwasser.web.ports import web_calls
from web.ports.other_side import serving

NAME = "bezahlen.example.org"
REAL_CONTEXT = ssl.create_default_context


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """One that signs itself: file of the certificate, file of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return public, private


@contextmanager
def encrypted(public: Path, private: Path, heard: list[str]) -> Iterator[int]:
    """The port of a server with this certificate; what it hears as Host."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers["Host"])
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def named(monkeypatch, *answers: str) -> list[str]:
    """The name means one address after the other; what was looked up."""
    asked: list[str] = []

    def look_up(host, port, *_args, **_more):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers[min(len(asked), len(answers)) - 1], port))]

    monkeypatch.setattr(web_calls.socket, "getaddrinfo", look_up)
    return asked


def test_a_name_that_means_another_address_the_second_time_leads_nowhere_else(monkeypatch) -> None:
    asked = named(monkeypatch, "93.184.216.34", "127.0.0.1")
    gone_to: list[str] = []

    def connect(address, *_args, **_more):
        gone_to.append(address[0])
        raise TimeoutError

    monkeypatch.setattr(web_calls.socket, "create_connection", connect)

    with pytest.raises(web_calls.Unreachable):
        web_calls.call("http://wechselt.example.org/x", body={}, headers={})

    assert (asked, gone_to) == (["wechselt.example.org"], ["93.184.216.34"])


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "::1", "::ffff:127.0.0.1", "169.254.169.254", "fd00::1"])
def test_a_public_name_for_an_address_of_the_own_network_is_refused(monkeypatch, address: str) -> None:
    named(monkeypatch, address)

    with pytest.raises(web_calls.Unreachable, match="own network"):
        web_calls.call("https://harmlos.example.org/x", body={}, headers={})


@pytest.mark.parametrize(("asked_for", "is_served"), [(NAME, True), ("fremd.example.org", False)])
def test_the_certificate_must_be_that_of_the_name(monkeypatch, tmp_path, asked_for: str, is_served: bool) -> None:
    public, private = certificate(tmp_path, NAME)
    heard: list[str] = []
    named(monkeypatch, "127.0.0.1")
    monkeypatch.setattr(web_calls, "_is_public", lambda address: ipaddress.ip_address(address) is not None)
    monkeypatch.setattr(web_calls.ssl, "create_default_context", lambda: REAL_CONTEXT(cafile=str(public)))

    with encrypted(public, private, heard) as port:
        url = f"https://{asked_for}:{port}/stand"
        if is_served:
            assert web_calls.call(url, body=None, headers={}, method="GET").status == 200
        else:
            with pytest.raises(web_calls.Unreachable):
                web_calls.call(url, body=None, headers={}, method="GET")

    assert heard == ([f"{NAME}:{port}"] if is_served else [])


def test_a_key_with_a_line_break_smuggles_no_header(monkeypatch) -> None:
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    with serving(lambda *_: (200, {})) as url, pytest.raises(web_calls.Unreachable):
        web_calls.call(url, body={}, headers={"Authorization": "Bearer a\r\nX-More: 1"})
