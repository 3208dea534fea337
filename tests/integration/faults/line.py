"""The line between the notifier and Resend."""

import httpx

from tests.integration.faults.deaths import Deaths, Point


class Line(httpx.HTTPTransport):
    """Real HTTP; the process may die at either end of a call, and lose patience sooner than it would in earnest."""

    def __init__(self, deaths: Deaths) -> None:
        super().__init__(verify=False)  # plain HTTP on the loopback: the certificates would only take time to read
        self.patience: float | None = None
        self._deaths = deaths

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._deaths.reach(Point.BEFORE_SEND)
        if self.patience is not None:
            request.extensions["timeout"]["read"] = self.patience
        response = super().handle_request(request)
        self._deaths.reach(Point.AFTER_SEND)
        return response
