"""A mail server of our own on loopback: it answers as told and keeps what it took."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Sink:
    """`answers` holds by recipient what RCPT TO gets; “drop” hangs up after the mail was taken."""

    answers: dict[str, str] = field(default_factory=dict)
    taken: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    port: int = 0


class _Handler(socketserver.StreamRequestHandler):
    """Just enough of SMTP for one client."""

    def handle(self) -> None:
        sink: Sink = self.server.sink
        sink.connections += 1
        recipient = ""
        self._say("220 sink")
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line[:4].upper()
            if verb in ("EHLO", "HELO"):
                self._say("250 sink")
            elif verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                answer = sink.answers.get(recipient, "250 ok")
                self._say("250 ok" if answer == "drop" else answer)
            elif verb == "DATA":
                self._say("354 go on")
                sink.taken.append(message_from_bytes(self._data(), policy=policy.default))
                if sink.answers.get(recipient) == "drop":
                    return
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _data(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, sink: Sink) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sink = sink


@contextmanager
def running_sink(**answers: str) -> Iterator[Sink]:
    """A sink that listens while the block runs."""
    sink = Sink()
    with _Server(sink) as server:
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()
