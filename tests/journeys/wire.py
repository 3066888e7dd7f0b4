"""The network between a browser and the house, which can be cut.

A browser that is told to be offline may still reach a server from its service worker. Here the
connection itself is gone.
"""

import socket
import threading
from urllib.parse import urlsplit

PIECE = 65_536


class Wire:
    """Hands everything on between a port of its own and the server; see `cut` and `mend`."""

    def __init__(self, server: str) -> None:
        self.target = ("localhost", urlsplit(server).port)
        self.is_cut = False
        # The house hears what begins like this, and its answer gets lost.
        self.loses = b""
        self.lost = 0
        self.ends: list[socket.socket] = []
        self.door = socket.create_server(("localhost", 0))
        self.url = f"http://localhost:{self.door.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """No connection is left, and none is made."""
        self.is_cut = True
        self._hang_up()

    def mend(self) -> None:
        """As if nothing had been."""
        self.is_cut, self.loses = False, b""
        self._hang_up()

    def close(self) -> None:
        """The end of the test."""
        self.door.close()
        self._hang_up()

    def _hang_up(self) -> None:
        for end in self.ends:
            end.close()
        self.ends.clear()

    def _listen(self) -> None:
        while True:
            try:
                here, _address = self.door.accept()
            except OSError:
                return
            if self.is_cut:
                here.close()
                continue
            try:
                there = socket.create_connection(self.target)
            except OSError:
                here.close()
                continue
            self.ends += [here, there]
            lost = threading.Event()
            for ends in ((here, there), (there, here)):
                threading.Thread(target=self._hand_on, args=(*ends, lost), daemon=True).start()

    def _hand_on(self, one: socket.socket, other: socket.socket, lost: threading.Event) -> None:
        is_answer = one.getpeername()[1] == self.target[1]
        try:
            while piece := one.recv(PIECE):
                if self.loses and piece.startswith(self.loses):
                    lost.set()
                    self.lost += 1
                if is_answer and lost.is_set():
                    break
                other.sendall(piece)
        except OSError:
            pass
        finally:
            one.close()
            other.close()
