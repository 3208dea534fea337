"""Every function that somebody outside can reach, on fakes."""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from functions.alert_link import app as alert_link
from functions.answer_preflight import app as answer_preflight
from functions.authorizer import app as authorizer
from functions.create_alert import app as create_alert
from functions.dashboard_page import app as dashboard_page
from functions.get_dashboard import app as get_dashboard
from functions.get_health import app as get_health
from functions.list_alerts import app as list_alerts
from functions.manage_silences import app as manage_silences
from functions.recorder import app as recorder
from functions.run_health_check import app as run_health_check
from functions.status_page import app as status_page
from functions.stripe_webhook import app as stripe_webhook
from functions.track_fal_usage import app as track_fal_usage
from functions.track_stripe_webhook import app as track_stripe_webhook
from functions.update_alert import app as update_alert
from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.bootstrap.alert_link_services import LinkServices
from pawpop_monitoring.bootstrap.api_services import AlertReader, AlertWriter
from pawpop_monitoring.bootstrap.silence_services import SilenceServices
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads
from pawpop_monitoring.bootstrap.tracking_services import TrackingServices
from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.service import KNOWN_SERVICES, ServiceStatus
from pawpop_monitoring.http.tokens import TokenBook
from pawpop_monitoring.storage.alert_queries import AlertQueries
from tests.factories import NOW, make_observation
from tests.fakes.publishers import InMemoryRecordPublisher
from tests.fakes.silence_store import InMemorySilenceStore
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.alerting.world import World
from tests.unit.notifications.bench import Bench
from tests.unit.notifications.fakes import context
from tests.unit.tracking.deliveries import Webhook

UNAUTHORIZED = {"statusCode": 401, "body": ""}
"""What the gateway makes of the authorizer's refusal."""


INVOCATION: Any = SimpleNamespace(
    function_name="fuzz",
    function_version="1",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:fuzz",
    aws_request_id="request",
    get_remaining_time_in_millis=lambda: 30_000,
)


class NoDatabase:
    """Takes questions, and is away."""

    def transaction(self, _budget: float | None = None) -> Any:
        raise StoreUnavailableError("away")


def _writer() -> AlertWriter:
    return AlertWriter(World().commands, KNOWN_SERVICES, lambda: NOW)


def _silences() -> SilenceServices:
    return SilenceServices(
        SilenceCommands(InMemorySilenceStore()),
        lambda: NOW,
        standby=InMemoryStandbyStore(),
        known_services=KNOWN_SERVICES,
    )


def _links() -> LinkServices:
    commands = World().commands
    return LinkServices(commands, commands.find, lambda: "key", lambda: NOW)


def _reader() -> AlertReader:
    return AlertReader(AlertQueries(NoDatabase()), StandbyReads(alerts=InMemoryStandbyStore()), lambda: NOW)  # type: ignore[arg-type]


def _away(*_: object, **__: object) -> Any:
    raise StoreUnavailableError("away")


def _runner() -> CheckRunner:
    look: Any = SimpleNamespace(observe=lambda: make_observation(service="stripe"))
    keep: Any = SimpleNamespace(keep=lambda _record: None)
    return CheckRunner({"stripe": lambda: look}, World().processor, InMemoryRecordPublisher(), keep, lambda: NOW)


def _status() -> Any:
    present = SimpleNamespace(snapshots=[], overall=ServiceStatus.HEALTHY)
    return SimpleNamespace(current=lambda: present, clock=lambda: NOW)


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


def _authorizer(event: Any) -> Any:
    try:
        authorizer.run(TokenBook.from_secret('{"read": ["r"], "admin": ["a"]}'), event)
    except Exception as error:
        if str(error) != "Unauthorized":
            raise
    return UNAUTHORIZED


def _notifier(event: Any) -> Any:
    bench = Bench()
    for record in event["Records"]:
        bench.consumer.consume(record["body"], 1, context())
    return UNAUTHORIZED


def _recorder(event: Any) -> Any:
    keep = SimpleNamespace(
        write=lambda _: [], send=lambda bodies: [body.encode("utf-8", "surrogatepass") for body in bodies]
    )
    recorder.run(SimpleNamespace(recorder=keep, dead_letters=keep, records=keep), event["Records"])  # type: ignore[arg-type]
    return UNAUTHORIZED


def _handler(module: Any, name: str, build: Callable[[], Any]) -> Callable[[Any], Any]:
    """The function's own entry; its services are made anew every so often, so that they do not grow."""
    state = {"calls": 0, "services": build()}

    def services() -> Any:
        state["calls"] += 1
        if state["calls"] % 200 == 0:
            state["services"] = build()
        return state["services"]

    def handle(event: Any) -> Any:
        setattr(module, name, services)
        return module.lambda_handler(event, INVOCATION)

    return handle


TARGETS: Mapping[str, Callable[[Any], Any]] = {
    "create_alert": _handler(create_alert, "services", _writer),
    "update_alert": _handler(update_alert, "services", _writer),
    "manage_silences": _handler(manage_silences, "services", _silences),
    "alert_link": _handler(alert_link, "services", _links),
    "list_alerts": _handler(list_alerts, "services", _reader),
    "get_dashboard": _handler(get_dashboard, "services", lambda: SimpleNamespace(look=_away)),
    "get_health": _handler(get_health, "services", _health),
    "run_health_check": _handler(run_health_check, "runner", _runner),
    "status_page": _handler(status_page, "services", _status),
    "dashboard_page": lambda event: dashboard_page.lambda_handler(event, INVOCATION),
    "answer_preflight": lambda event: answer_preflight.run(event, ["https://shop.example"]),
    "track_fal_usage": _handler(track_fal_usage, "services", _tracking),
    "track_stripe_webhook": _handler(track_stripe_webhook, "services", _tracking),
    "stripe_webhook": lambda event: stripe_webhook.run(Webhook()._services(), event),  # noqa: SLF001
    "authorizer": _authorizer,
    "notifier": _notifier,
    "recorder": _recorder,
}
FROM_QUEUES = ("notifier", "recorder")
