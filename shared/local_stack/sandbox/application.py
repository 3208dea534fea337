"""Which call goes to which provider, and what a fault makes of it."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from local_stack.sandbox import fal, pages, resend, stripe, supabase
from local_stack.sandbox.channel_provider import ChannelProvider, channel_providers
from local_stack.sandbox.faults import Fault, FaultBook, InvalidFaultError
from local_stack.sandbox.pagerduty import PagerDuty
from local_stack.sandbox.received import Received
from local_stack.sandbox.slack import Slack
from local_stack.sandbox.wire import Json, Pause, Provider, Request, Response

ALIASES = {"newrelic": "new-relic"}
"""Other spellings, in every route."""


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
        self._pages = pages.Pages()
        self._providers: dict[str, Provider] = {
            "resend": self._resend,
            "fal": fal.fal,
            "supabase": supabase.supabase,
            "stripe": self._stripe,
            "pages": self._pages,
        }
        self._controls: dict[str, Callable[[Request], Response | None]] = {
            "resend": self._resend.control,
            "stripe": self._stripe.control,
            "pages": self._pages.control,
        }
        self._fault_bodies: dict[str, Callable[[int], Json]] = {
            "resend": resend.fault_body,
            "fal": fal.fault_body,
            "supabase": supabase.fault_body,
            "stripe": stripe.fault_body,
            "pages": pages.fault_body,
        }
        self._channels: dict[str, ChannelProvider] = {played.name: played for played in channel_providers()}
        for name, played in self._channels.items():
            player = played.make(now)
            self._providers[name], self._controls[name] = player, player.control
            self._fault_bodies[name] = played.fault_body

    @property
    def slack(self) -> Slack:
        """The workspace."""
        return cast("Slack", self._providers["slack"])

    @property
    def pagerduty(self) -> PagerDuty:
        """The account."""
        return cast("PagerDuty", self._providers["pagerduty"])

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
        if name not in self._fault_bodies:
            return Response(404, {"error": f"There is no '{name}' here; there are: {', '.join(self._fault_bodies)}."})
        return self._serve(name, inner, self._faults.take(name) or Fault())

    def _serve(self, name: str, request: Request, fault: Fault) -> Response | None:
        def pause() -> None:
            self._sleep(fault.latency_ms / 1000)

        if fault.refuses or (name in self._channels and self._channels[name].is_refusal(fault.body)):
            pause()
            return None if fault.drop else _injected(fault, self._fault_bodies[name])
        provider = self._providers.get(name)
        if provider is None:
            return Response(404, {"error": f"The sandbox does not speak '{name}' yet; only its faults work."})
        answer = provider(request, lambda: self._accepted(name, request, pause))
        return None if fault.drop else _altered(answer, fault)

    def _accepted(self, name: str, request: Request, pause: Pause) -> None:
        if name in self._channels:
            self._received.note(name, request)
        pause()

    def _control_faults(self, request: Request) -> Response:
        provider = _spelt(request).path.strip("/")
        if provider and provider not in self._fault_bodies:
            known = ", ".join(self._fault_bodies)
            return Response(404, {"error": f"Unknown provider '{provider}'; there are: {known}."})
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


def _injected(fault: Fault, body_of: Callable[[int], Json]) -> Response:
    """Refused before the provider did anything."""
    status = fault.status or (500 if fault.body is None else 200)
    body = fault.body if fault.body is not None else body_of(status)
    return Response(status, body, fault.headers)


def _altered(response: Response, fault: Fault) -> Response:
    return Response(
        fault.status or response.status,
        fault.body if fault.body is not None else response.body,
        {**response.headers, **fault.headers},
    )
