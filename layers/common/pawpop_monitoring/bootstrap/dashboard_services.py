"""Wiring of the functions that look at everything at once: get_dashboard and get_metrics."""

import logging
import os
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import Known, StandbyReads, standby_reads
from pawpop_monitoring.contracts.dashboard_response import DashboardResponse, Range
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.history import Window
from pawpop_monitoring.domain.overall import OpenCondition
from pawpop_monitoring.domain.sale_days import NO_SALES
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE
from pawpop_monitoring.domain.snapshot import count_alerts, newest_snapshots
from pawpop_monitoring.domain.stored_state import StoredState
from pawpop_monitoring.http.conditional import Validator
from pawpop_monitoring.http.dashboard_view import DashboardComposer, outage_of
from pawpop_monitoring.http.dashboard_window import window_of
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.http.health_view import current_snapshots, snapshots_without_store
from pawpop_monitoring.settings import Interval, Sales, ServicesOff, Settings, TimeZone, watched_services
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds

if TYPE_CHECKING:
    from pawpop_monitoring.storage.dashboard_queries import DashboardQueries

_logger = logging.getLogger(__name__)


class DashboardSettings(Settings):
    """Environment of these functions."""

    services_off: ServicesOff = ()
    database_secret_id: str
    standby_table: str
    snapshot_table: str
    check_interval: Interval
    display_time_zone: TimeZone
    sale_days: Sales = NO_SALES


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardServices:
    """Where to look; `expected` are the services that must have reported.

    `environment` is this Lambda environment: another may have other settings, or other code.
    """

    stored: "DashboardQueries"
    standby: StandbyReads
    composer: DashboardComposer
    expected: tuple[str, ...]
    check_interval: timedelta
    clock: Clock
    environment: str = field(default_factory=lambda: uuid4().hex)

    def validator(self, chosen: Range, known: Known) -> Validator | None:
        """What an answer is made of, as the standby tables say without the database; None if they can't be read.

        Each check changes it, each step of an alert and each silence; so does a check that is missing.
        """
        if known.missing is not None:
            return None
        now = self.clock()
        services = current_snapshots(known.latest, self.expected, now, self.check_interval)
        states = [(service.service, service.status, service.last_check) for service in services]
        alerts = [
            (alert.id, alert.sequence, alert.status, alert.last_seen, alert.occurrences) for alert in known.overlay.kept
        ]
        silences = [(silence.id, silence.ends_at, silence.is_active(now)) for silence in known.silences]
        return Validator.of([self.environment, chosen, *states, *alerts, *silences], now)

    def look(self, chosen: Range, known: Known | None = None) -> DashboardResponse:
        """The stored state; with the database down, what the standby tables know."""
        window = window_of(chosen, self.clock(), self.check_interval)
        known = known or self.standby.read()
        try:
            state = self.stored.read(window, known.overlay)
        except StoreUnavailableError as error:
            _logger.warning("database unavailable: %s", error)
            return self._without_store(chosen, window, known.required(), str(error))
        latest = newest_snapshots(state.latest, known.latest)
        snapshots = current_snapshots(latest, self.expected, window.until, self.check_interval)
        state = replace(state, silences=known.silences_at(window.until))
        silences = None if known.missing else known.silences
        return self.composer.compose(chosen, window, snapshots, state, silences=silences)

    def _without_store(self, chosen: Range, window: Window, known: Known, reason: str) -> DashboardResponse:
        state = StoredState(
            latest=known.latest,
            counts=count_alerts(known.alerts),
            recent=known.alerts,
            conditions=[OpenCondition.of(alert) for alert in known.alerts],
            silences=known.silences_at(window.until),
        )
        snapshots = snapshots_without_store(state.latest, self.expected, reason, window.until, self.check_interval)
        outage = outage_of(reason, known.alerts)
        return self.composer.compose(chosen, window, snapshots, state, outage, known.silences)


def dashboard_services() -> DashboardServices:
    """The services of this Lambda environment."""
    from pawpop_monitoring.storage.dashboard_queries import DashboardQueries

    settings = load_settings(DashboardSettings)
    zone = settings.display_time_zone
    return DashboardServices(
        stored=DashboardQueries(database(settings.database_secret_id), zone, settings.sale_days),
        standby=standby_reads(
            alerts=settings.standby_table, silences=settings.standby_table, snapshots=settings.snapshot_table
        ),
        composer=DashboardComposer(gauges=loaded_gauges(), zone=zone),
        expected=watched_services(settings.services_off),
        check_interval=settings.check_interval,
        clock=system_clock,
    )


def loaded_gauges() -> Gauges:
    """A threshold that is wrong keeps its own service from being judged, but nobody from seeing the others."""
    supabase, of_supabase = SupabaseThresholds.load_or_defaults(os.environ)
    fal, of_fal = FalThresholds.load_or_defaults(os.environ)
    stripe, of_stripe = StripeThresholds.load_or_defaults(os.environ)
    notes = {SUPABASE: of_supabase, FAL_AI: of_fal, STRIPE: of_stripe}
    return Gauges(supabase=supabase, fal=fal, stripe=stripe, notes=notes)
