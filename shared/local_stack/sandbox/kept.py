"""What a provider was given and took, by kind, for people and tests to read."""

import threading
from typing import Any

from local_stack.sandbox.wire import Request, Response


class Kept:
    """Lists by name, oldest first. Safe to use from several threads."""

    def __init__(self, *names: str) -> None:
        self._lock = threading.Lock()
        self._lists: dict[str, list[Any]] = {name: [] for name in names}

    def add(self, name: str, *items: Any) -> None:
        with self._lock:
            self._lists[name] += items

    def all(self, name: str) -> list[Any]:
        with self._lock:
            return list(self._lists[name])

    def control(self, request: Request) -> Response | None:
        """`GET` and `DELETE /<name>`; None for other routes."""
        name = request.path.strip("/")
        if name not in self._lists:
            return None
        match request.method:
            case "GET":
                return Response(200, self.all(name))
            case "DELETE":
                with self._lock:
                    self._lists[name].clear()
                return Response(204)
        return Response(405, {"error": f"Use GET or DELETE /{name}."})
