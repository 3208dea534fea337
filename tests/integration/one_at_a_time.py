"""DynamoDB carries out each request whole; moto would let others in between a condition and its change."""

from threading import Lock
from typing import Any

_LOCK = Lock()


class OneAtATime:
    """A client of moto's DynamoDB whose requests do not meet those of other threads."""

    def __init__(self, client: Any) -> None:
        self.exceptions, self._client = client.exceptions, client

    def get_paginator(self, name: str) -> Any:
        return _Pages(self._client.get_paginator(name))

    def __getattr__(self, name: str) -> Any:
        def call(**request: Any) -> Any:
            with _LOCK:
                return getattr(self._client, name)(**request)

        return call


class _Pages:
    def __init__(self, paginator: Any) -> None:
        self._paginator = paginator

    def paginate(self, **request: Any) -> list[Any]:
        with _LOCK:
            return list(self._paginator.paginate(**request))
