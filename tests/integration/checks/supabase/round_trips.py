"""A proxy before Postgres that counts how often a client waits for an answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg.conninfo import conninfo_to_dict, make_conninfo

_READY_FOR_QUERY = b"Z"
_HEADER = 5


class RoundTrips:
    """`ready` is how often the server said that it waits for the next question, logging in not counted."""

    def __init__(self, server: tuple[str, int]) -> None:
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.ready = -1
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        client, _ = self._listener.accept()
        server = socket.create_connection(self._server)
        threading.Thread(target=self._pass_on, args=(client, server), daemon=True).start()
        with client, server, server.makefile("rb") as stream:
            while header := stream.read(_HEADER):
                length = int.from_bytes(header[1:]) - 4
                self.ready += header[:1] == _READY_FOR_QUERY
                client.sendall(header + stream.read(length))

    @staticmethod
    def _pass_on(client: socket.socket, server: socket.socket) -> None:
        """Until either side is done; the server may hang up on a client that is still saying goodbye."""
        with suppress(OSError):
            while content := client.recv(65536):
                server.sendall(content)
            server.shutdown(socket.SHUT_WR)


@contextmanager
def counted(url: str) -> Iterator[tuple[RoundTrips, str]]:
    """The proxy, and the URL that leads through it."""
    given = conninfo_to_dict(url)
    proxy = RoundTrips((str(given["host"]), int(str(given["port"]))))
    try:
        yield proxy, make_conninfo(url, port=proxy.port, gssencmode="disable")
    finally:
        proxy.close()
