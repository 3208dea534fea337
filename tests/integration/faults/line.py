"""The line between the notifier and Resend."""

import json

import httpx

from pawpop_monitoring.outbound.transport import DeadlineTransport
from tests.integration.faults.deaths import Deaths, Point

_REFUSAL = {"statusCode": 422, "name": "validation_error", "message": "Invalid `to` field."}


class Line(httpx.HTTPTransport):
    """Real HTTP; the process may die at either end of a call, and lose patience sooner than it would in earnest.

    Some calls are `led_astray`, to one of these addresses after the other. A mail to an address that is `refused` is
    answered as Resend does.
    """

    def __init__(self, deaths: Deaths) -> None:
        super().__init__(verify=False)  # plain HTTP on the loopback: the certificates would only take time to read
        self.patience: float | None = None
        self.led_astray: list[str] = []
        self.refused: str | None = None
        self._bounded = DeadlineTransport()
        self._deaths = deaths

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._deaths.reach(Point.BEFORE_SEND)
        if self.led_astray:
            request.url = httpx.URL(self.led_astray.pop(0))
            return self._bounded.handle_request(request)
        if self.refused is not None and self.refused in json.loads(request.content)["to"]:
            return httpx.Response(422, json=_REFUSAL)
        if self.patience is not None:
            request.extensions["timeout"]["read"] = self.patience
        response = super().handle_request(request)
        self._deaths.reach(Point.AFTER_SEND)
        return response
