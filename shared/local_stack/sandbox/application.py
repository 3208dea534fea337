"""Which call goes to which provider, and what a fault makes of it."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from local_stack.sandbox import (
    apprise,
    datadog,
    fal,
    new_relic,
    otlp,
    pagerduty,
    resend,
    slack,
    stripe,
    supabase,
    webhook_receiver,
)
from local_stack.sandbox.faults import Fault, FaultBook, InvalidFaultError
from local_stack.sandbox.received import Received
from local_stack.sandbox.wire import Json, Pause, Provider, Request, Response

FAULT_BODIES: dict[str, Callable[[int], Json]] = {
    "resend": resend.fault_body,
    "fal": fal.fault_body,
    "supabase": supabase.fault_body,
    "stripe": stripe.fault_body,
    "slack": slack.fault_body,
    "pagerduty": pagerduty.fault_body,
    "webhook": webhook_receiver.fault_body,
    "datadog": datadog.fault_body,
    "new-relic": new_relic.fault_body,
    "otlp": otlp.fault_body,
    "apprise": apprise.fault_body,
}
REFUSALS: dict[str, Callable[[object], bool]] = {"slack": slack.is_refusal, "otlp": otlp.is_refusal}
"""Bodies after which a provider has done nothing although the status says that all is well."""
CHANNELS = ("slack", "pagerduty", "webhook", "datadog", "new-relic", "otlp", "apprise")
"""Providers that take messages; what they accepted is kept as it came."""
ALIASES = {"newrelic": "new-relic"}
"""Other spellings, in every route."""


class _Channel(Protocol):
    def __call__(self, request: Request, pause: Pause) -> Response: ...

    def control(self, request: Request) -> Response | None: ...


class Sandbox:
    """All providers behind one address: /<provider>/..., /_faults/<provider> and /_received/<channel>."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sleep = sleep
        self._faults = FaultBook()
        self._received = Received(now)
        self._resend = resend.Resend(now)
        self._stripe = stripe.Stripe()
        self.slack = slack.Slack(now)
        self.pagerduty = pagerduty.PagerDuty(now)
        self._providers: dict[str, Provider] = {
            "resend": self._resend,
            "fal": fal.fal,
            "supabase": supabase.supabase,
            "stripe": self._stripe,
            "slack": self.slack,
        }
        self._controls: dict[str, Callable[[Request], Response | None]] = {
            "resend": self._resend.control,
            "stripe": self._stripe.control,
            "slack": self.slack.control,
        }
        channels: dict[str, _Channel] = {
            "pagerduty": self.pagerduty,
            "webhook": webhook_receiver.WebhookReceiver(now),
            "datadog": datadog.Datadog(now),
            "new-relic": new_relic.NewRelic(),
            "otlp": otlp.Otlp(),
            "apprise": apprise.Apprise(),
        }
        for name, channel in channels.items():
            self._providers[name], self._controls[name] = channel, channel.control

    def answer(self, request: Request) -> Response | None:
        """The response, or None if the connection is to be closed without one."""
        name = request.path.split("/")[1]
        if name == "_faults":
            return self._control_faults(request.under("/_faults"))
        if name == "_received":
            return self._received.control(_spelt(request.under("/_received")))
        inner = request.under(f"/{name}")
        name = ALIASES.get(name, name)
        if name in self._controls and (controlled := self._controls[name](inner)) is not None:
            return controlled
        if name not in FAULT_BODIES:
            return Response(404, {"error": f"There is no '{name}' here; there are: {', '.join(FAULT_BODIES)}."})
        return self._serve(name, inner, self._faults.take(name) or Fault())

    def _serve(self, name: str, request: Request, fault: Fault) -> Response | None:
        def pause() -> None:
            self._sleep(fault.latency_ms / 1000)

        if fault.refuses or (name in REFUSALS and REFUSALS[name](fault.body)):
            pause()
            return None if fault.drop else _injected(name, fault)
        provider = self._providers.get(name)
        if provider is None:
            return Response(404, {"error": f"The sandbox does not speak '{name}' yet; only its faults work."})
        answer = provider(request, lambda: self._accepted(name, request, pause))
        return None if fault.drop else _altered(answer, fault)

    def _accepted(self, name: str, request: Request, pause: Pause) -> None:
        if name in CHANNELS:
            self._received.note(name, request)
        pause()

    def _control_faults(self, request: Request) -> Response:
        provider = _spelt(request).path.strip("/")
        if provider and provider not in FAULT_BODIES:
            return Response(404, {"error": f"Unknown provider '{provider}'; there are: {', '.join(FAULT_BODIES)}."})
        match request.method:
            case "GET":
                shown = self._faults.shown()
                return Response(200, shown.get(provider, {}) if provider else shown)
            case "DELETE":
                self._faults.clear(provider or None)
                return Response(204)
            case "PUT" if provider:
                return self._put_fault(provider, request.body)
        return Response(405, {"error": "Use GET, PUT /_faults/<provider> or DELETE."})

    def _put_fault(self, provider: str, content: bytes) -> Response:
        try:
            fault = Fault.parse(content)
        except InvalidFaultError as error:
            return Response(400, {"error": str(error)})
        self._faults.put(provider, fault)
        return Response(200, self._faults.shown()[provider])


def _spelt(request: Request) -> Request:
    name = request.path.strip("/")
    return replace(request, path=f"/{ALIASES.get(name, name)}")


def _injected(name: str, fault: Fault) -> Response:
    status = fault.status or (500 if fault.body is None else 200)
    body = fault.body if fault.body is not None else FAULT_BODIES[name](status)
    return Response(status, body, fault.headers)


def _altered(response: Response, fault: Fault) -> Response:
    return Response(
        fault.status or response.status,
        fault.body if fault.body is not None else response.body,
        {**response.headers, **fault.headers},
    )
