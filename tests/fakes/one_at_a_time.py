"""A client of DynamoDB for threads."""

from threading import Lock
from typing import Any


class OneAtATime:
    """DynamoDB carries out each request whole; moto would let others in between the condition and the change."""

    def __init__(self, client: Any) -> None:
        self.exceptions = client.exceptions
        self.get_paginator = client.get_paginator
        self._client, self._lock = client, Lock()

    def __getattr__(self, name: str) -> Any:
        def call(**request: Any) -> Any:
            with self._lock:
                return getattr(self._client, name)(**request)

        return call
