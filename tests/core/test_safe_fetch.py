"""Reading an address that somebody typed: what is refused, and what never hangs."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from guildhall.core.safe_fetch import (
    AddressRefused,
    FetchFailed,
    Limits,
    Network,
    checked_address,
    fetch,
    is_public,
)

PUBLIC = "93.184.215.14"
BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def plain(body: bytes = BODY, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class Server:
    """A socket on this machine that writes what it is told, one answer a connection."""

    def __init__(self, answer: Callable[[socket.socket, bytes], None], tls: ssl.SSLContext) -> None:
        self.asked: list[bytes] = []
        self.dialed: list[str] = []
        self._answer, self._tls = answer, tls
        self._door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                raw, _peer = self._door.accept()
            except OSError:
                return
            try:
                with self._tls.wrap_socket(raw, server_side=True) as sock:
                    self.asked.append(sock.recv(65_536))
                    self._answer(sock, self.asked[-1])
            except OSError:
                continue

    def connect(self, address: str, _port: int, timeout: float) -> socket.socket:
        self.dialed.append(address)
        return socket.create_connection(self._door.getsockname(), timeout)

    def close(self) -> None:
        self._door.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate of its own for calendar.example."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "calendar.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("calendar.example")]), False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "calendar.pem"
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    text = key.private_bytes(pem, pkcs8, serialization.NoEncryption())
    path.write_bytes(text + made.public_bytes(pem))
    return path


@pytest.fixture
def serve(certificate):
    """`serve(answer)` gives a server and the network that leads to it from a public address."""
    running: list[Server] = []

    def start(answer: bytes | Callable[[socket.socket, bytes], None]) -> tuple[Server, Network]:
        def write(sock: socket.socket, _asked: bytes) -> None:
            sock.sendall(answer)

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server = Server(write if isinstance(answer, bytes) else answer, context)
        running.append(server)
        trusting = ssl.create_default_context(cafile=str(certificate))
        return server, Network(lambda *_: [PUBLIC], server.connect, trusting)

    yield start
    for server in running:
        server.close()


def test_a_calendar_is_read_from_the_address_that_was_checked(serve):
    server, network = serve(plain())

    body = fetch("webcal://calendar.example/a b.ics".replace(" ", "%20"), network=network)

    assert body == BODY
    assert server.dialed == [PUBLIC]
    assert server.asked[0].startswith(b"GET /a%20b.ics HTTP/1.1\r\nHost: calendar.example\r\n")


def test_the_environment_cannot_put_a_proxy_in_between(serve, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    server, network = serve(plain())

    assert fetch("https://calendar.example/", network=network) == BODY
    assert server.asked


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "198.18.0.1", "192.0.2.1", "224.0.0.1", "239.1.2.3", "255.255.255.255"),
        *("240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1"),
        *("ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b::a00:1", "64:ff9b:1::8.8.8.8", "2002:7f00:1::", "2002:c0a8:101::1"),
        *("2001:0:53aa:64c::1", "2001:db8::1", "not an address"),
    ],
)
def test_what_is_not_the_open_internet_is_never_connected_to(serve, address):
    server, _network = serve(plain())
    network = Network(lambda *_: [PUBLIC, address], server.connect)

    assert not is_public(address)
    with pytest.raises(AddressRefused, match=r"calendar\.example is not on the open internet"):
        fetch("https://calendar.example/", network=network)
    assert server.dialed == []


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::6810:84e5", "64:ff9b::808:808"])
def test_public_addresses_pass(address):
    assert is_public(address)


def test_a_name_is_resolved_once_so_that_it_cannot_change_its_answer(serve):
    server, network = serve(plain())
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    network = Network(lambda *_: next(answers), server.connect, network.tls)

    assert fetch("https://calendar.example/", network=network) == BODY
    assert next(answers) == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://calendar.example/", "begins with https"),
        ("ftp://calendar.example/", "begins with https"),
        ("file:///etc/passwd", "begins with https"),
        ("calendar.example", "begins with https"),
        ("", "begins with https"),
        ("https://", "begins with https"),
        ("https://calendar.example:8443/", "usual web port"),
        ("https://calendar.example:99999/", "not a web address"),
        ("https://me:secret@calendar.example/", "name and password"),
        ("https://calendar.example/\r\nHost: other", "not a web address"),
        ("https://calendar..example/", "not a web address"),
        ("https://[::1/", "not a web address"),
        (f"https://calendar.example/{'a' * 2000}", "not a web address"),
    ],
)
def test_an_address_that_is_none_is_named(address, sentence):
    with pytest.raises(AddressRefused, match=sentence) as caught:
        fetch(address)
    assert set(caught.value.problems) == {"address"}


def test_plain_http_is_read_only_where_the_installation_says_so(settings):
    settings.GUILDHALL_FETCH_HTTP = True

    assert checked_address("http://calendar.example/a").geturl() == "http://calendar.example/a"
    with pytest.raises(AddressRefused, match="usual web port"):
        checked_address("http://calendar.example:443/")


def test_letters_beyond_ascii_are_sent_as_the_web_wants_them():
    assert checked_address("https://bücher.example/ä?q=ö#x").geturl() == (
        "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6"
    )


def leading_to(*targets: str) -> Callable[[socket.socket, bytes], None]:
    left = list(targets)

    def answer(sock: socket.socket, _asked: bytes) -> None:
        here = left.pop(0) if left else ""
        sock.sendall(plain(b"", "302 Found", f"Location: {here}") if here else plain())

    return answer


def test_three_redirects_are_followed_and_a_fourth_is_not(serve):
    server, network = serve(leading_to("/b", "c", "https://calendar.example/d"))
    assert fetch("https://calendar.example/a", network=network) == BODY
    assert [asked.split()[1] for asked in server.asked] == [b"/a", b"/b", b"/c", b"/d"]

    _server, network = serve(leading_to("/b", "/c", "/d", "/e"))
    with pytest.raises(FetchFailed, match="too many times"):
        fetch("https://calendar.example/a", network=network)


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("https://inside.example/", "inside.example is not on the open internet"),
        ("https://169.254.169.254/latest/", "169.254.169.254 is not on the open internet"),
        ("http://calendar.example/", "begins with https"),
        ("file:///etc/passwd", "begins with https"),
        ("https://calendar.example:22/", "usual web port"),
    ],
)
def test_a_redirect_to_where_one_must_not_go_is_refused(serve, target, sentence):
    server, network = serve(leading_to(target))
    known = {"calendar.example": [PUBLIC], "inside.example": ["10.1.2.3"]}
    network = Network(lambda host, _: known.get(host, [host]), server.connect, network.tls)

    with pytest.raises(AddressRefused, match=sentence):
        fetch("https://calendar.example/", network=network)
    assert server.dialed == [PUBLIC]


@pytest.mark.parametrize("announced", [True, False])
def test_reading_stops_at_the_size_limit(serve, announced):
    def pour(sock: socket.socket, _asked: bytes) -> None:
        length = "Content-Length: 900000000\r\n" if announced else ""
        sock.sendall(f"HTTP/1.1 200 OK\r\n{length}\r\n".encode())
        while True:
            sock.sendall(b"x" * 65_536)

    _server, network = serve(pour)
    with pytest.raises(FetchFailed, match=r"larger than 0\.2 MB"):
        fetch("https://calendar.example/", network=network, limits=Limits(size=200_000))


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


def drip(head: bytes) -> Callable[[socket.socket, bytes], None]:
    def answer(sock: socket.socket, _asked: bytes) -> None:
        sock.sendall(head)
        while True:
            sock.sendall(b"x")
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_drips_is_cut_off(serve, head):
    _server, network = serve(drip(head))
    with at_most(3), pytest.raises(FetchFailed, match="too long"):
        fetch("https://calendar.example/", network=network, limits=Limits(seconds=0.5))


def test_a_silent_handshake_and_a_silent_resolver_are_cut_off(serve):
    with socket.create_server(("127.0.0.1", 0)) as door:

        def dial(_address: str, _port: int, timeout: float) -> socket.socket:
            return socket.create_connection(door.getsockname(), timeout)

        network = Network(lambda *_: [PUBLIC], dial)
        with at_most(3), pytest.raises(FetchFailed, match="too long"):
            fetch("https://calendar.example/", network=network, limits=Limits(seconds=0.3))
    released = threading.Event()

    def wait(*_: object) -> list[str]:
        released.wait(10)
        return [PUBLIC]

    network, limits = Network(wait), Limits(seconds=0.3)
    with at_most(3), pytest.raises(FetchFailed):
        fetch("https://calendar.example/", network=network, limits=limits)
    released.set()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (plain(b"", "404 Not Found"), "nothing at this address"),
        (plain(b"", "401 Unauthorized"), "asks for a sign-in"),
        (plain(b"", "503 Busy"), r"an error \(503\)"),
        (plain(BODY, "200 OK", "Content-Encoding: gzip"), "packs what it sends"),
        (plain()[:-5], "broke off"),
        (b"SSH-2.0-OpenSSH\r\n", "broke off"),
        (b"", "broke off"),
    ],
)
def test_what_the_server_does_wrong_is_said(serve, answer, sentence):
    _server, network = serve(answer)
    with pytest.raises(FetchFailed, match=sentence):
        fetch("https://calendar.example/", network=network)


def test_a_certificate_that_nobody_vouches_for_is_not_believed(serve):
    server, network = serve(plain())
    with pytest.raises(FetchFailed, match="certificate is not valid"):
        fetch("https://calendar.example/", network=Network(network.resolve, server.connect))
    assert server.asked == []


def test_nobody_there():
    def nobody(*_: object) -> list[str]:
        raise socket.gaierror("no such name")

    def refusing(*_: object) -> socket.socket:
        raise ConnectionRefusedError

    with pytest.raises(FetchFailed, match="no server named nobody"):
        fetch("https://nobody.example/", network=Network(nobody))
    with pytest.raises(FetchFailed, match="cannot be reached"):
        fetch("https://a.example/", network=Network(lambda *_: [PUBLIC], refusing))
