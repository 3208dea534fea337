"""The shop and its monitoring: what is wrong there, who looks, and time that passes."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
import psycopg
from botocore.exceptions import EndpointConnectionError

from local_stack.postgres import Cluster
from pawpop_monitoring.domain.errors import ConflictError, StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.storage.connection import Database
from tests.factories import make_finding, make_observation
from tests.integration.faults.cloud import Cloud
from tests.integration.faults.consumers import NotifierFunction, RecorderFunction
from tests.integration.faults.deaths import Deaths
from tests.integration.faults.line import Line
from tests.integration.faults.pump import Pump
from tests.integration.faults.vault import Vault
from tests.integration.faults.virtual_clock import VirtualClock
from tests.integration.faults.writer import Engine, Writer

ROUND = timedelta(minutes=5)
"""How often the person, the check, the escalator and the consumers of the queues have a go."""

SETTLED_WITHIN = timedelta(hours=3)
"""A day's quota, waited for hour by hour, is the slowest to come right."""

_FINGERPRINT = "fal-ai:daily_cost"
_BUDGET, _HANGING_BUDGET = 2.5, 0.25

_SUPERSEDED = """
SELECT transition FROM monitoring_deliveries AS dropped WHERE outcome = 'dropped' AND NOT EXISTS (
  SELECT FROM monitoring_deliveries AS told WHERE told.transition_key = dropped.transition_key AND outcome = 'accepted'
)
"""
_MOMENTS = "SELECT id, resolved_at, acknowledged_at FROM monitoring_alerts"


@dataclass
class Shop:
    """One rule of one service is watched; faults take away what it stands on."""

    cluster: Cluster
    database_url: str
    sandbox_url: str
    clock: VirtualClock = field(default_factory=VirtualClock)
    cloud: Cloud = field(default_factory=Cloud)
    deaths: Deaths = field(default_factory=Deaths)
    vault: Vault = field(default_factory=Vault)
    environment: dict[str, str] = field(default_factory=lambda: {"ALERT_RECIPIENTS": "shop@example.com"})
    cost_is: Severity | None = None
    said: dict[str, Any] = field(default_factory=dict)
    ses_is_configured: bool = False
    at_once: bool = False
    noticed: int = 0

    def __post_init__(self) -> None:
        self.started_at = self.clock()
        self.vault.secrets = {"database": self.database_url, "resend": "re_test"}
        self.line = Line(self.deaths)
        self.client = httpx.Client(transport=self.line)
        notifier = NotifierFunction(
            self.cloud,
            self.clock,
            self.client,
            f"{self.sandbox_url}/resend",
            self.deaths,
            lambda: self.ses_is_configured,
            self.environment,
            lambda: self.vault.get("resend"),
        )
        self.alerts = Pump(self.cloud, "alerts", notifier.handle)
        self.records = Pump(
            self.cloud, "records", lambda found: RecorderFunction(self.cloud, self.open_database()).handle(found)
        )
        self.writers = [self.writer()]
        self.database_hangs = False
        self._to_acknowledge: str | None = None

    def writer(self, skew: timedelta = timedelta(0)) -> Writer:
        """One more function that changes alerts."""
        return Writer(self.cloud, self.open_database, skew)

    # ── who looks ────────────────────────────────────────────────────────────
    def check(self) -> None:
        """The check runs, and sees how things are."""
        self._each(self._check)

    def escalate(self) -> None:
        """The escalator runs."""
        self._each(lambda engine, now: engine.escalator.run(now))

    def acknowledge(self) -> None:
        """A person takes the open alert on, and tries again in each round until it is done."""
        with psycopg.connect(self.database_url) as connection:
            row = connection.execute("SELECT id FROM monitoring_alerts WHERE NOT resolved").fetchone()
        assert row is not None
        self._to_acknowledge = row[0]

    def act(self) -> None:
        """The person tries."""
        alert_id = self._to_acknowledge
        if alert_id is None:
            return
        with suppress(StoreUnavailableError):
            self._each(lambda engine, now: _acknowledge(engine, alert_id, now))
            self._to_acknowledge = None

    def _check(self, engine: Engine, now: datetime) -> None:
        findings = (_finding(self.cost_is, self.said),) if self.cost_is else ()
        cleared = frozenset() if self.cost_is else frozenset({_FINGERPRINT})
        engine.processor.process(
            make_observation(service="fal-ai", observed_at=now, findings=findings, cleared=cleared)
        )

    def _each(self, act: Callable[[Engine, datetime], object]) -> None:
        """All writers do it: one after the other, or at the same moment."""

        def invoke(writer: Writer) -> None:
            # Without its queue a function fails; its schedule, or the person, comes again.
            with suppress(EndpointConnectionError), writer.invocation() as engine:
                act(engine, self.clock() + writer.skew)

        if not self.at_once:
            for writer in self.writers:
                invoke(writer)
            return
        with ThreadPoolExecutor(len(self.writers)) as pool:
            list(pool.map(invoke, self.writers))

    # ── time that passes ─────────────────────────────────────────────────────
    def deliver(self) -> None:
        """The pollers hand over what is visible."""
        self.alerts.run()
        self.records.run()

    def live(self, span: timedelta, pace: timedelta = ROUND) -> None:
        """So many rounds of everything."""
        for _ in range(span // pace):
            self.clock.advance(pace)
            self.round()
            self.deliver()

    def round(self) -> None:
        """The person, the check and the escalator."""
        self.act()
        self.check()
        self.escalate()

    def settle(self) -> None:
        """Two rounds, and then until nothing is in a queue any more."""
        self.live(2 * ROUND)
        give_up = self.clock() + SETTLED_WITHIN
        while self.cloud.depth("alerts") or self.cloud.depth("records"):
            assert self.clock() < give_up, "a queue does not become empty"
            self.live(ROUND)

    # ── what came of it ──────────────────────────────────────────────────────
    def mails(self) -> Counter[str]:
        """The mails that a provider accepted, by the kind of transition that they tell."""
        return Counter(map(_kind_of, self.outbox())) + self._mails_of_ses()

    def outbox(self) -> list[dict[str, str]]:
        """The mails that Resend accepted, oldest first."""
        found: list[dict[str, str]] = httpx.get(f"{self.sandbox_url}/resend/outbox").json()
        return found

    def _mails_of_ses(self) -> Counter[str]:
        """Those know no key, so what they tell is taken from the notifier's records; their number is not."""
        sent = self.cloud.sent_by_ses()
        if not sent:
            return Counter()
        with psycopg.connect(self.database_url) as connection:
            told = connection.execute(
                "SELECT transition FROM monitoring_deliveries WHERE error LIKE '%SES%'"
            ).fetchall()
        return Counter([kind for (kind,) in told] + ["unrecorded"] * (sent - len(told)))

    def superseded(self) -> Counter[str]:
        """Steps that nobody was told of, as time had overtaken them; none are known while the database is away."""
        try:
            with psycopg.connect(self.database_url, connect_timeout=2) as connection:
                rows = connection.execute(_SUPERSEDED).fetchall()
        except psycopg.OperationalError:
            return Counter()
        return Counter(kind for (kind,) in rows)

    def untrue(self) -> list[str]:
        """Mails that said something that was no longer so when they were accepted."""
        outbox = self.outbox()
        with psycopg.connect(self.database_url) as connection:
            known = {row[0]: row[1:] for row in connection.execute(_MOMENTS)}
        return [mail["subject"] for mail in outbox if _was_untrue(mail, *known.get(_alert_of(mail), (None, None)))]

    def states(self) -> list[str]:
        """Of each alert that there ever was, its status."""
        with psycopg.connect(self.database_url) as connection:
            return [status for (status,) in connection.execute("SELECT status FROM monitoring_alerts")]

    def failed_attempts(self) -> int:
        """Attempts to deliver that were recorded and did not succeed."""
        with psycopg.connect(self.database_url) as connection:
            statement = "SELECT count(*) FROM monitoring_deliveries WHERE outcome IN ('retry', 'failed')"
            (attempts,) = connection.execute(statement).fetchone() or (0,)
        return int(attempts)

    def open_database(self) -> Database:
        return Database(lambda: self.vault.get("database"), budget=_HANGING_BUDGET if self.database_hangs else _BUDGET)


def _kind_of(mail: dict[str, str]) -> str:
    """Of the step that a mail tells; one to a part of its recipients has a longer key."""
    return mail["idempotency_key"].partition("/to-")[0].rpartition("-")[2]


def _alert_of(mail: dict[str, str]) -> str:
    return mail["idempotency_key"].partition("/")[0]


def _was_untrue(mail: dict[str, str], over_since: datetime | None, taken_on_at: datetime | None) -> bool:
    """`opened` of what is over; or a reminder of what is over, or was taken on before."""
    kind = _kind_of(mail)
    accepted_at = datetime.fromisoformat(mail["received_at"])
    ends = [over_since] if kind != "resolved" else []
    ends += [taken_on_at] if kind in {"reminded", "escalated"} else []
    return any(end is not None and end < accepted_at for end in ends)


def _acknowledge(engine: Engine, alert_id: str, now: datetime) -> None:
    with suppress(ConflictError):  # somebody else has done it
        engine.commands.acknowledge(alert_id, "person", now)


def _finding(severity: Severity, said: dict[str, Any]) -> Finding:
    about: dict[str, Any] = {"service": "fal-ai", "rule": "daily_cost", "message": "Daily cost above the limit"}
    return make_finding(**about | {"unit": "USD", "severity": severity} | said)
