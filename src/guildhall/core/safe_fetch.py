"""Reading a web address that somebody typed, without becoming their way into this network.

The name is resolved once, every address behind it must be public, and the connection goes to
exactly that address: a name that answers differently a moment later (rebinding) gains nothing.
Redirects are checked the same way, hop by hop. Proxies of the environment are not used.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Thread, Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from guildhall.core.errors import GuildhallError, InvalidInput

MAX_BYTES = 2_000_000
MAX_SECONDS = 10.0
MAX_REDIRECTS = 3
MAX_ADDRESS = 2_000
CHUNK = 65_536
PORTS = {"https": 443, "http": 80}
REDIRECTS = {301, 302, 303, 307, 308}
# IPv6 addresses that carry one of IPv4 in their last four bytes (RFC 6052), and a network's own.
NAT64 = IPv6Network("64:ff9b::/96")
LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")


class AddressRefused(InvalidInput):
    """The address itself must not or cannot be read; whoever typed it can mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, {"address": message})


class FetchFailed(GuildhallError):
    """The address is fine and its server did not give what it should; trying later may help."""

    status = 502


def resolve(host: str, port: int) -> list[str]:
    """The addresses that the name stands for, in the order in which to try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, timeout: float) -> socket.socket:
    """A connection to exactly this address."""
    return socket.create_connection((address, port), timeout)


@dataclass(frozen=True)
class Network:
    """How names are resolved and connections made; a test brings its own."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    connect: Callable[[str, int, float], socket.socket] = connect
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


@dataclass(frozen=True)
class Limits:
    """How much of it is read, and how long anything may take in all."""

    size: int = MAX_BYTES
    seconds: float = MAX_SECONDS


def fetch(
    address: str,
    *,
    network: Network | None = None,
    limits: Limits | None = None,
    accept: str = "*/*",
) -> bytes:
    """What the web address gives. `webcal://` is read as `https://`.

    Refuses addresses that are not public, other ports than those of the web, names with a
    password, and plain `http://` unless the installation allows it (GUILDHALL_FETCH_HTTP).
    """
    network, limits = network or Network(), limits or Limits()
    deadline = time.monotonic() + limits.seconds
    parts = checked_address(address)
    for _hop in range(MAX_REDIRECTS + 1):
        answer = _one_hop(parts, network, limits, deadline, accept)
        if isinstance(answer, bytes):
            return answer
        parts = checked_address(urljoin(parts.geturl(), answer))
    raise FetchFailed(_("The address leads on to another one too many times."))


def checked_address(address: str) -> SplitResult:
    """The parts of the address, or a sentence about what is wrong with it."""
    text = address.strip()
    if text[:9].lower() == "webcal://":
        text = f"https://{text[9:]}"
    try:
        parts = urlsplit(text)
        port = parts.port
        # “xn--” for letters beyond ASCII; also refuses empty and overlong labels
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:
        raise AddressRefused(
            _("This is not a web address. Copy all of it, from https:// on.")
        ) from error
    allowed = PORTS if settings.GUILDHALL_FETCH_HTTP else {"https": 443}
    if parts.scheme not in allowed or not host:
        raise AddressRefused(_("Give a whole web address that begins with https://."))
    if len(text) > MAX_ADDRESS or any(ord(sign) < 33 or ord(sign) == 127 for sign in text):
        raise AddressRefused(_("This is not a web address. Copy all of it, from https:// on."))
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(_("An address with a name and password in it cannot be used."))
    if port not in (None, PORTS[parts.scheme]):
        raise AddressRefused(_("Only addresses on the usual web port can be read."))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return SplitResult(parts.scheme, f"[{host}]" if ":" in host else host, path, query, "")


def is_public(address: str) -> bool:
    """Whether the address lies in the open internet, also where IPv6 only carries IPv4."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        carried = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in NAT64:
            carried = IPv4Address(parsed.packed[-4:])
        if carried:
            return is_public(str(carried))
        if parsed in LOCAL_NAT64 or parsed.is_site_local:
            return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _one_hop(
    parts: SplitResult, network: Network, limits: Limits, deadline: float, accept: str
) -> bytes | str:
    """The body, or the address that the server leads on to."""
    host, port = parts.hostname or "", PORTS[parts.scheme]
    addresses = _public_addresses(host, port, network, deadline)
    sock = _connected(addresses, port, network, deadline)
    connection = http.client.HTTPConnection(host, port)
    try:
        if parts.scheme == "https":
            sock = network.tls.wrap_socket(
                sock, server_hostname=host, do_handshake_on_connect=False
            )
        connection.sock = sock
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        with _cut_off_at(deadline, sock):
            if isinstance(sock, ssl.SSLSocket):
                sock.do_handshake()
            connection.request("GET", target, headers=_headers(parts.netloc, accept))
            return _read(connection.getresponse(), limits, deadline)
    except ssl.SSLCertVerificationError as error:
        raise FetchFailed(
            _("The server's certificate is not valid, so nothing is read.")
        ) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= deadline:
            raise FetchFailed(_("The server took too long to answer.")) from error
        raise FetchFailed(_("The server broke off the connection.")) from error
    finally:
        connection.close()
        sock.close()


def _headers(host: str, accept: str) -> dict[str, str]:
    return {
        "Host": host,
        "Accept": accept,
        "Accept-Encoding": "identity",
        "User-Agent": "Guildhall",
        "Connection": "close",
    }


def _read(response: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes | str:
    if response.status in REDIRECTS and response.headers.get("Location"):
        return str(response.headers["Location"])
    if response.status in (401, 403):
        raise FetchFailed(_("The server asks for a sign-in. Use the private address instead."))
    if response.status in (404, 410):
        raise FetchFailed(_("There is nothing at this address any more."))
    if response.status != 200:
        raise FetchFailed(
            _("The server answered with an error (%(status)s).") % {"status": response.status}
        )
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchFailed(_("The server packs what it sends, so it cannot be read."))
    body = bytearray()
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > limits.size:
            raise FetchFailed(
                _("It is larger than %(size)s MB.") % {"size": round(limits.size / 1_000_000, 1)}
            )
        if time.monotonic() >= deadline:
            raise TimeoutError
    if time.monotonic() >= deadline or response.length:
        raise http.client.IncompleteRead(bytes(body))
    return bytes(body)


def _public_addresses(host: str, port: int, network: Network, deadline: float) -> Sequence[str]:
    addresses = _resolved(host, port, network, deadline)
    if not addresses:
        raise FetchFailed(_("There is no server named %(host)s.") % {"host": host})
    if not all(is_public(address) for address in addresses):
        raise AddressRefused(
            _("%(host)s is not on the open internet, so it is not read.") % {"host": host}
        )
    return addresses


def _resolved(host: str, port: int, network: Network, deadline: float) -> Sequence[str]:
    """The system's resolver knows no time limit, so it is asked from a thread of its own."""
    found: list[str] = []

    def ask() -> None:
        try:
            found.extend(network.resolve(host, port))
        except (OSError, UnicodeError):
            return

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_left(deadline))
    return [] if asking.is_alive() else found


def _connected(
    addresses: Sequence[str], port: int, network: Network, deadline: float
) -> socket.socket:
    for address in addresses:
        try:
            sock = network.connect(address, port, _left(deadline))
        except OSError:
            continue
        sock.settimeout(_left(deadline))
        return sock
    raise FetchFailed(_("The server cannot be reached at the moment."))


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchFailed(_("The server took too long to answer."))
    return left


@contextmanager
def _cut_off_at(deadline: float, sock: socket.socket) -> Iterator[None]:
    """End the connection at the deadline under whoever reads from it.

    A server that gives one byte a second never runs into the time limit of a single read.
    """

    def cut() -> None:
        with suppress(OSError):
            # Not through TLS: its own shutdown would wait for the other side.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    watch = Timer(_left(deadline), cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
