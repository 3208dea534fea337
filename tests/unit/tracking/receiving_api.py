"""The monitoring API, as far as the tracking clients see it."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Api(ThreadingHTTPServer):
    """Answers 202, or what `statuses` says first; keeps what it received.

    With `judges_whole`, it is an API of before: a batch with a cost below nothing is refused as a whole with 400.
    Without, such items are rejected one by one. `attempts` has the ids of each request, taken or not.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses: list[int] = []
        self.judges_whole = False
        self.attempts: list[list[str]] = []
        self.received: list[tuple[str, str, list[dict[str, Any]]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def items(self) -> list[dict[str, Any]]:
        return [item for _, _, items in self.received for item in items]


class _Handler(BaseHTTPRequestHandler):
    server: Api

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        items = body["items"]
        self.server.attempts.append([item.get("requestId") or item.get("eventId") for item in items])
        bad = [index for index, item in enumerate(items) if _is_bad(item.get("cost"))]
        refused = len(bad) == len(items) or (bad and self.server.judges_whole)
        status = self.server.statuses.pop(0) if self.server.statuses else 400 if refused else 202
        if status == 202:
            good = [item for index, item in enumerate(items) if index not in bad]
            self.server.received.append((self.path, self.headers["Authorization"], good))
        rejected = [] if self.server.judges_whole else [{"index": index, "error": "cost: too small"} for index in bad]
        answer = json.dumps({"rejected": rejected} if status in {202, 400} else {"error": "none"}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_arguments: object) -> None:
        """Quiet."""


def _is_bad(cost: object) -> bool:
    return cost is not None and not (isinstance(cost, int | float) and cost >= 0)
