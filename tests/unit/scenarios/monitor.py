"""The product as shipped, all checks and the engine, around a shop that is played; only its ports are fakes."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from pawpop_monitoring.checks.check import Check
from pawpop_monitoring.checks.fal_ai import FalCheck
from pawpop_monitoring.checks.fal_ai import Upstreams as FalUpstreams
from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.checks.second_look import SecondLook
from pawpop_monitoring.checks.stripe import StripeCheck
from pawpop_monitoring.checks.supabase import SupabaseCheck
from pawpop_monitoring.checks.supabase import Upstreams as SupabaseUpstreams
from pawpop_monitoring.checks.system import SystemCheck
from pawpop_monitoring.checks.system.network import NetworkAware
from pawpop_monitoring.checks.trends import TrendCheck
from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.contracts.records import AlertRecord, HealthMetricRecord
from pawpop_monitoring.domain.readings.system import Deliveries, QueueDepth, Snapshots, Stored, Unread
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE, SYSTEM
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.fakes.system_sources import make_sources
from tests.unit.alerting.world import World
from tests.unit.scenarios.looking_back import LookingBack
from tests.unit.scenarios.shop import Shop

_STARTS = {SUPABASE: 0, FAL_AI: 7, STRIPE: 13, SYSTEM: 21}
"""Seconds after the whole minute at which each check runs; the escalator is last."""
_TRENDS_START, _ESCALATOR_STARTS = 25, 30
_SECOND_LOOK_SECONDS = 20


class Told(NamedTuple):
    """A step of an alert that people read of."""

    at: datetime
    kind: TransitionKind
    fingerprint: str


@dataclass
class Snapshotted:
    """SnapshotStore in memory."""

    kept: dict[str, ServiceSnapshot] = field(default_factory=dict)

    def keep(self, record: HealthMetricRecord) -> None:
        self.kept[record.service] = _snapshot_of(record)


class Forgotten:
    """Implements InsightStore."""

    def keep(self, insights: Insights) -> None:
        """Nobody asks."""


class Network:
    """Implements Reachability: anything answers whenever the shop's monitor has a network."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def online(self) -> bool:
        return self._shop.online


class Monitor:
    """Watches `shop`, each service once per `interval`."""

    def __init__(self, shop: Shop, interval: timedelta, *, looks_back: bool = False) -> None:
        """With `looks_back`, the check of trends runs every hour as well."""
        self.shop, self.interval, self.world = shop, interval, World(interval=interval)
        self._rows: dict[str, ServiceSnapshot] = {}
        self._snapshots = Snapshotted()
        self._recorded = 0
        network = Network(shop)
        checks: dict[str, Check] = {check.service: NetworkAware(check, network) for check in self._upstream_checks()}
        checks[SYSTEM] = self._system_check()
        self._runner = CheckRunner(
            checks={service: lambda check=check: check for service, check in checks.items()},  # type: ignore[misc]
            processor=self.world.processor,
            records=self.world.records,
            snapshots=self._snapshots,
            clock=shop.clock,
            second_look=SecondLook(_SECOND_LOOK_SECONDS, self._wait),
        )
        self._trends = self._trend_check() if looks_back else None

    def play(self, since: datetime, until: datetime) -> None:
        """Let the time pass."""
        moment = since
        while moment < until:
            for service, second in _STARTS.items():
                self._advance(moment + timedelta(seconds=second))
                paused = self.shop.paused.get(service)
                if paused is None or moment not in paused:
                    self._runner.run_on_schedule(service)
            if self._trends and not moment.minute:
                self._advance(moment + timedelta(seconds=_TRENDS_START))
                self._trends.run()
            self._advance(moment + timedelta(seconds=_ESCALATOR_STARTS))
            self.world.escalator.run(self.shop.time.now)
            self._run_by_hand(moment, moment + self.interval)
            moment += self.interval

    def _run_by_hand(self, since: datetime, until: datetime) -> None:
        for asked in sorted(asked for asked in self.shop.asked if since <= asked < until):
            self._advance(max(asked, self.shop.time.now))
            for service in _STARTS:
                if service not in self.shop.paused or asked not in self.shop.paused[service]:
                    self._runner.run(service)

    @property
    def told(self) -> list[Told]:
        """What people read, each message once, as the notifier sees to."""
        messages = {message.key: message for message in reversed(self.world.queue.messages)}
        steps = [step for message in messages.values() for step in (message, *message.others)]
        return sorted(Told(step.at, step.kind, step.alert.fingerprint) for step in steps)

    @property
    def mails(self) -> int:
        return len({message.key for message in self.world.queue.messages})

    @property
    def still_open(self) -> list[str]:
        return sorted(alert.fingerprint for alert in self.world.store.alerts.values() if not alert.resolved)

    def _wait(self, seconds: float) -> None:
        self._advance(self.shop.time.now + timedelta(seconds=seconds))

    def _advance(self, moment: datetime) -> None:
        """Move the clock; while the database can be reached, the recorder catches up."""
        self.shop.time.now = moment
        self.shop.settle()
        self.world.store.unavailable = not self.shop.readable
        if self.shop.readable:
            waiting, self._recorded = self.world.records.records[self._recorded :], len(self.world.records.records)
            for record in waiting:
                self._write(record)

    def _write(self, record: object) -> None:
        if isinstance(record, HealthMetricRecord):
            self._rows[record.service] = _snapshot_of(record)
        elif isinstance(record, AlertRecord):
            self.world.store.adopt(record.alert.to_alert())

    def _upstream_checks(self) -> list[Check]:
        shop = self.shop
        return [
            SupabaseCheck(SupabaseUpstreams(shop.database, _no_pause), SupabaseThresholds.load({}), shop.clock),
            FalCheck(FalUpstreams(shop.images, shop.images, _no_pause), FalThresholds.load({}), shop.clock, shop.zone),
            StripeCheck(shop.payments, shop.payments, StripeThresholds.load({}), shop.clock, _no_pause),
        ]

    def _trend_check(self) -> TrendCheck:
        around = Surroundings(zone=self.shop.zone, month_limit=FalThresholds.load({}).fal_monthly_cost_limit)
        return TrendCheck(
            source=LookingBack(self.shop),
            store=Forgotten(),
            processor=replace(self.world.processor, interval=timedelta(hours=1)),
            surroundings=lambda: around,
            clock=self.shop.clock,
        )

    def _system_check(self) -> SystemCheck:
        sources = make_sources(self._stored, lambda: dict(self._snapshots.kept), lambda: QueueDepth(messages=0))
        return SystemCheck(
            sources=sources, expected=(SUPABASE, FAL_AI, STRIPE), interval=self.interval, clock=self.shop.time
        )

    def _stored(self) -> Stored | Unread:
        if not self.shop.readable:
            return Unread("The database refuses connections.")
        latest: Snapshots = dict(self._rows)
        return Stored(latest=latest, uptime={}, deliveries=Deliveries())


def _snapshot_of(record: HealthMetricRecord) -> ServiceSnapshot:
    return ServiceSnapshot(
        service=record.service, status=record.status, last_check=record.observed_at, details=record.details
    )


def _no_pause(_seconds: float) -> None:
    """Time is played."""
