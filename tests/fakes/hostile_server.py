"""A server that answers as badly as it can; the first part of the path says how."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from itertools import repeat

PIECE = b" " * 65_536
DRIP_SECONDS = 0.05


@cache
def bomb(megabytes: int) -> bytes:
    """gzip of blanks: a thousandth of what it becomes."""
    return gzip.compress(PIECE * (16 * megabytes), 9)


def _ok(*headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: application/json", *headers, "", ""]).encode("latin-1")


def _json(text: str) -> list[bytes]:
    body = text.encode("utf-8", "surrogatepass")
    return [_ok(f"Content-Length: {len(body)}"), body]


def _packed(encoding: str, body: bytes) -> list[bytes]:
    return [_ok(f"Content-Encoding: {encoding}", f"Content-Length: {len(body)}"), body]


def _drops(text: bytes) -> Iterable[bytes]:
    return (bytes([byte]) for byte in text)


DIRTY = '{"error":{"message":"%s hi"},"message":"%s","name":"%s","object":"%s","prices":[],"data":[],"status":"%s"}'

MODES: Mapping[str, Callable[[], Iterable[bytes]]] = {
    "bomb": lambda: _packed("gzip", bomb(50)),
    "plain": lambda: [_ok("Content-Length: 300000000"), *repeat(PIECE, 4600)],
    "endless": lambda: (piece for source in ([_ok("Connection: close")], repeat(PIECE)) for piece in source),
    "chunks": lambda: (
        piece
        for source in ([_ok("Transfer-Encoding: chunked")], repeat(b"10000\r\n" + PIECE + b"\r\n"))
        for piece in source
    ),
    "dripping": lambda: _drops(_ok("Content-Length: 1000000") + b" " * 1_000_000),
    "dripping_headers": lambda: _drops(b"HTTP/1.1 200 OK\r\nX-Endless: " + b"x" * 1_000_000),
    "informing": lambda: repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "silent": lambda: _drops(b""),
    "huge_headers": lambda: [b"HTTP/1.1 200 OK\r\n", *(b"X-%d: " % n + b"x" * 8000 + b"\r\n" for n in range(200))],
    "broken_gzip": lambda: _packed("gzip", b"\x1f\x8b\x08\x00not gzip at all"),
    "half_gzip": lambda: _packed("gzip", gzip.compress(b'{"prices": []}' * 100)[:40]),
    "brotli": lambda: _packed("br", b"\x0b\x02\x80{}\x03"),
    "redirect": lambda: [b"HTTP/1.1 302 Found\r\nLocation: /elsewhere/by-redirect\r\nContent-Length: 0\r\n\r\n"],
    "surrogate": lambda: _json(DIRTY.replace("%s", r"\ud800")),
    "noncharacter": lambda: _json(DIRTY.replace("%s", "\uffff")),
    "deep": lambda: _json("[" * 200_000),
    "numbers": lambda: _json('{"prices": [1e400, %s], "object": "balance", "id": 1}' % ("9" * 5000)),
    "elsewhere": lambda: _json('{"here": true}'),
}
"""What each part of a path stands for; a silent one says nothing until it is hung up on."""


class HostileServer:
    """Serves on a port of loopback; `asked` are the paths, `sent` the bytes that went out."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self.asked: list[str] = []
        self.sent = 0

    def url(self, mode: str) -> str:
        """An address under which everything is answered that way."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/{mode}"

    def serve(self) -> None:
        """Until `stop`."""
        while not self._over.is_set():
            with suppress(OSError):
                caller, _ = self._listener.accept()
                thread = threading.Thread(target=self._answer, args=(caller,), name="hostile", daemon=True)
                thread.start()
                self._threads.append(thread)

    def stop(self) -> None:
        """Hang up on everybody."""
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _answer(self, caller: socket.socket) -> None:
        with caller, suppress(OSError):
            mode = self._mode(caller)
            for piece in MODES[mode]():
                if self._over.is_set():
                    return
                caller.sendall(piece)
                self.sent += len(piece)
                if mode.startswith("dripping"):
                    self._over.wait(DRIP_SECONDS)
            if mode == "silent":
                caller.settimeout(60)
                while caller.recv(65_536):  # the body of what was asked may be on its way yet
                    pass

    def _mode(self, caller: socket.socket) -> str:
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += caller.recv(65_536)
        path = asked.split(b" ", 2)[1].decode("latin-1")
        self.asked.append(path)
        return path.split("/")[1].partition("?")[0]


@contextmanager
def hostile_server() -> Iterator[HostileServer]:
    """A server for as long as the block lasts."""
    server = HostileServer()
    thread = threading.Thread(target=server.serve, name="hostile", daemon=True)
    thread.start()
    yield server
    server.stop()
    thread.join()
