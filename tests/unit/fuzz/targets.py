"""Every function, on fakes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.alert_link import app as alert_link
from functions.answer_preflight import app as answer_preflight
from functions.authorizer import app as authorizer
from functions.create_alert import app as create_alert
from functions.dashboard_page import app as dashboard_page
from functions.get_alert import app as get_alert
from functions.get_change import app as get_change
from functions.get_dashboard import app as get_dashboard
from functions.get_health import app as get_health
from functions.get_insights import app as get_insights
from functions.get_metrics import app as get_metrics
from functions.get_on_call import app as get_on_call
from functions.get_openapi import app as get_openapi
from functions.list_alerts import app as list_alerts
from functions.manage_dashboards import app as manage_dashboards
from functions.manage_devices import app as manage_devices
from functions.manage_incidents import app as manage_incidents
from functions.manage_silences import app as manage_silences
from functions.recorder import app as recorder
from functions.resend_webhook import app as resend_webhook
from functions.run_health_check import app as run_health_check
from functions.status_page import app as status_page
from functions.status_subscription import app as status_subscription
from functions.stripe_webhook import app as stripe_webhook
from functions.track_fal_usage import app as track_fal_usage
from functions.track_stripe_webhook import app as track_stripe_webhook
from functions.try_channels import app as try_channels
from functions.update_alert import app as update_alert
from local_stack.sandbox.push import KEY as PUSH_KEY
from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.bootstrap.alert_link_services import LinkServices
from pawpop_monitoring.bootstrap.alert_story_services import StoryReader
from pawpop_monitoring.bootstrap.api_services import AlertReader, AlertWriter
from pawpop_monitoring.bootstrap.board_services import BoardServices, Shipped
from pawpop_monitoring.bootstrap.change_services import ChangeServices
from pawpop_monitoring.bootstrap.channel_test_services import ChannelTestServices
from pawpop_monitoring.bootstrap.dashboard_services import DashboardServices, loaded_gauges
from pawpop_monitoring.bootstrap.device_services import DeviceServices
from pawpop_monitoring.bootstrap.incident_services import IncidentServices
from pawpop_monitoring.bootstrap.on_call_services import OnCallServices
from pawpop_monitoring.bootstrap.resend_webhook_services import ResendWebhookServices
from pawpop_monitoring.bootstrap.routing_rules import routing_rules
from pawpop_monitoring.bootstrap.silence_services import SilenceServices
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads
from pawpop_monitoring.bootstrap.tracking_services import TrackingServices
from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.contracts.standard_webhooks import sign
from pawpop_monitoring.contracts.status_response import StatusResponse
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.service import CHECKED_SERVICES, KNOWN_SERVICES, STRIPE, ServiceStatus
from pawpop_monitoring.domain.subscriber import PublicMailBudget
from pawpop_monitoring.http.dashboard_view import DashboardComposer
from pawpop_monitoring.http.tokens import TokenBook
from pawpop_monitoring.storage.alert_queries import AlertQueries
from pawpop_monitoring.storage.alert_stories import AlertStories
from tests.factories import NOW
from tests.fakes.devices import InMemoryDevices
from tests.fakes.incident_store import InMemoryIncidentStore
from tests.fakes.publishers import InMemoryAlertPublisher
from tests.fakes.silence_store import InMemorySilenceStore
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.fuzz.known_alert import LINK_KEY, linking_to_it, naming_it, world_with_an_alert
from tests.unit.fuzz.press_targets import PRESSED
from tests.unit.fuzz.unasked_targets import ANSWERED, INVOCATION, SCHEDULED, runner_of
from tests.unit.notifications.bench import Bench
from tests.unit.notifications.channel_desk import Desk
from tests.unit.notifications.fakes import context
from tests.unit.tracking.deliveries import Webhook

ON_CALL = {"PEOPLE": "ann: mail:ann@shop.example", "ON_CALL": "ann from 2026-11-23 09:00"}
_TOKENS = TokenBook.from_secret('{"read": ["r"], "admin": ["a"]}')
_INSIGHTS = SimpleNamespace(latest=Insights)
_REVIEWS = SimpleNamespace(latest=lambda: None, of=lambda _: None)
_SECRET = "whsec_c2VjcmV0"


class NoDatabase:
    """Takes questions, and is away."""

    def transaction(self, _budget: float | None = None) -> Any:
        raise StoreUnavailableError("away")


def _writer() -> AlertWriter:
    return AlertWriter(world_with_an_alert().commands, KNOWN_SERVICES, lambda: NOW)


def _silences() -> SilenceServices:
    return SilenceServices(
        SilenceCommands(InMemorySilenceStore()),
        lambda: NOW,
        standby=InMemoryStandbyStore(),
        known_services=KNOWN_SERVICES,
    )


def _devices() -> DeviceServices:
    return DeviceServices(devices=InMemoryDevices(), key=lambda: PUSH_KEY, clock=lambda: NOW)  # type: ignore[arg-type]


def _incidents() -> IncidentServices:
    return IncidentServices(
        InMemoryIncidentStore(), InMemoryStandbyStore(), lambda _: None, DEFAULT_COMPONENTS, lambda: NOW
    )


def _subscriptions() -> Any:
    store = SimpleNamespace(confirmed=list, count=lambda *_: True, remove=str.encode, find=lambda *_: None)
    return SimpleNamespace(subscribers=store, ask=str.encode, budget=PublicMailBudget.of(100), clock=lambda: NOW)


def _links() -> LinkServices:
    commands = world_with_an_alert().commands
    return LinkServices(commands, commands.find, lambda: LINK_KEY, lambda: NOW)


def _reader() -> AlertReader:
    return AlertReader(AlertQueries(NoDatabase()), StandbyReads(alerts=InMemoryStandbyStore()), lambda: NOW)  # type: ignore[arg-type]


def _stories() -> StoryReader:
    return StoryReader(AlertStories(NoDatabase()), StandbyReads(alerts=InMemoryStandbyStore()), lambda: NOW)  # type: ignore[arg-type]


def _dashboard() -> DashboardServices:
    """With the database away, so from what the standby tables know."""
    return DashboardServices(
        stored=SimpleNamespace(read=_away),  # type: ignore[arg-type]
        standby=StandbyReads(alerts=InMemoryStandbyStore()),
        composer=DashboardComposer(gauges=loaded_gauges(), zone=ZoneInfo("UTC")),
        expected=CHECKED_SERVICES,
        check_interval=timedelta(minutes=5),
        clock=lambda: NOW,
    )


def _boards() -> BoardServices:
    return BoardServices(
        shipped=Shipped({}, ()),
        kept=SimpleNamespace(all=_away, save=_away, remove=_away, deployed=_away),  # type: ignore[arg-type]
        database=SimpleNamespace(transaction=_away),  # type: ignore[arg-type]
        standby=StandbyReads(),
        gauges=loaded_gauges(),
        services=CHECKED_SERVICES,
        zone=ZoneInfo("UTC"),
        check_interval=timedelta(minutes=5),
        clock=lambda: NOW,
    )


def _away(*_: object, **__: object) -> Any:
    raise StoreUnavailableError("away")


def _status() -> Any:
    public = StatusResponse.of(DEFAULT_COMPONENTS, [], [], [], [], NOW)
    present = SimpleNamespace(snapshots=[], overall=ServiceStatus.HEALTHY, public=public)
    return SimpleNamespace(current=lambda: present, clock=lambda: NOW, public_url="", contact="")


def _health() -> Any:
    away = SimpleNamespace(latest=_away, open_alerts=_away, conditions=_away)
    known = SimpleNamespace(required=_away, overlay=None, latest={})
    standby = SimpleNamespace(read=lambda: known)
    return SimpleNamespace(
        metrics=away, alerts=away, standby=standby, expected=(), clock=lambda: NOW, may_see_details=lambda _: True
    )


def _encode(bodies: Sequence[str]) -> None:
    for body in bodies:
        body.encode()


def _tracking() -> TrackingServices:
    return TrackingServices(_encode, lambda: NOW)


def _resend(event: Any) -> Any:
    """Half of the bodies are signed, so that somebody reads them."""
    body, moment = str(event.get("body") or "").encode("utf-8", "surrogatepass"), int(NOW.timestamp())
    if len(body) % 2 and not event.get("isBase64Encoded"):
        names = {"svix-id": "1", "svix-timestamp": str(moment), "svix-signature": sign(_SECRET, "1", moment, body)}
        event = {**event, "headers": names}
    services = ResendWebhookServices(lambda: [_SECRET], lambda told: _encode([told.lost, *told.addresses]), lambda: NOW)
    return resend_webhook.run(services, event)


def _authorizer(event: Any) -> Any:
    try:
        authorizer.run(_TOKENS, event)
    except Exception as error:
        if str(error) != "Unauthorized":
            raise
    return ANSWERED


def _notifier(event: Any) -> Any:
    bench = Bench()
    for record in event["Records"]:
        bench.consumer.consume(record["body"], 1, context())
    return ANSWERED


def _channel_notifier(event: Any) -> Any:
    desk = Desk()
    for record in event["Records"]:
        desk.consume(record["body"])
    return ANSWERED


def _recorder(event: Any) -> Any:
    keep = SimpleNamespace(
        write=lambda _: [], send=lambda bodies: [body.encode("utf-8", "surrogatepass") for body in bodies]
    )
    recorder.run(SimpleNamespace(recorder=keep, dead_letters=keep, records=keep), event["Records"])  # type: ignore[arg-type]
    return ANSWERED


def _handler(module: Any, name: str, build: Callable[[], Any]) -> Callable[[Any], Any]:
    """The function's own entry; its services are made anew every so often, so that they do not grow."""
    state = {"calls": 0, "services": build()}

    def services() -> Any:
        state["calls"] += 1
        if state["calls"] % 200 == 0:
            state["services"] = build()
        return state["services"]

    def handle(event: Any) -> Any:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, name, services)
            return module.lambda_handler(event, INVOCATION)

    return handle


def _tests() -> ChannelTestServices:
    return ChannelTestServices(
        InMemoryAlertPublisher(), ["email"], (), lambda _: {"email": ("accepted", None)}, _at_once, lambda: NOW
    )


def _at_once(_seconds: float) -> None:
    """Nobody waits."""


TARGETS: Mapping[str, Callable[[Any], Any]] = {
    "create_alert": _handler(create_alert, "services", _writer),
    "update_alert": naming_it(_handler(update_alert, "services", _writer)),
    "manage_incidents": _handler(manage_incidents, "services", _incidents),
    "try_channels": _handler(try_channels, "services", _tests),
    "get_on_call": _handler(
        get_on_call, "services", lambda: OnCallServices(routing_rules(ON_CALL).routes.on_call, (), lambda: NOW)
    ),
    "manage_devices": _handler(manage_devices, "services", _devices),
    "manage_silences": _handler(manage_silences, "services", _silences),
    "alert_link": linking_to_it(_handler(alert_link, "services", _links)),
    "list_alerts": _handler(list_alerts, "services", _reader),
    "get_alert": _handler(get_alert, "services", _stories),
    "get_dashboard": _handler(get_dashboard, "services", _dashboard),
    "manage_dashboards": _handler(manage_dashboards, "services", _boards),
    "get_insights": _handler(
        get_insights, "services", lambda: SimpleNamespace(store=_INSIGHTS, reviews=_REVIEWS, clock=lambda: NOW)
    ),
    "get_metrics": _handler(get_metrics, "services", _dashboard),
    "get_change": lambda event: get_change.run(ChangeServices(lambda _: _TOKENS, str, lambda: NOW), event),
    "get_openapi": lambda event: get_openapi.lambda_handler(event, INVOCATION),
    "get_health": _handler(get_health, "services", _health),
    "run_health_check": _handler(run_health_check, "runner", lambda: runner_of(STRIPE)),
    "status_page": _handler(status_page, "services", _status),
    "status_subscription": _handler(status_subscription, "services", _subscriptions),
    "dashboard_page": lambda event: dashboard_page.lambda_handler(event, INVOCATION),
    "answer_preflight": lambda event: answer_preflight.run(event, ["https://shop.example"]),
    "track_fal_usage": _handler(track_fal_usage, "services", _tracking),
    "track_stripe_webhook": _handler(track_stripe_webhook, "services", _tracking),
    "resend_webhook": _resend,
    "stripe_webhook": lambda event: stripe_webhook.run(Webhook()._services(), event),  # noqa: SLF001
    **PRESSED,
    "authorizer": _authorizer,
    "channel_notifier": _channel_notifier,
    "notifier": _notifier,
    "recorder": _recorder,
    **SCHEDULED,
}
FROM_QUEUES = ("channel_notifier", "notifier", "press_worker", "recorder")
