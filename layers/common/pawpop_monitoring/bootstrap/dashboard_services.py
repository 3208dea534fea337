"""Wiring of the functions that look at everything at once: get_dashboard and get_metrics."""

import logging
import os
from dataclasses import dataclass, replace
from datetime import timedelta

from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import Known, StandbyReads, standby_reads
from pawpop_monitoring.contracts.dashboard_response import DashboardResponse, Range
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.history import Window
from pawpop_monitoring.domain.overall import OpenCondition
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE
from pawpop_monitoring.domain.snapshot import count_alerts, newest_snapshots
from pawpop_monitoring.domain.stored_state import StoredState
from pawpop_monitoring.http.dashboard_view import DashboardComposer, outage_of
from pawpop_monitoring.http.dashboard_window import window_of
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.http.health_view import current_snapshots, snapshots_without_store
from pawpop_monitoring.settings import Interval, ServicesOff, Settings, TimeZone, watched_services
from pawpop_monitoring.storage.dashboard_queries import DashboardQueries
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds

_logger = logging.getLogger(__name__)


class DashboardSettings(Settings):
    """Environment of these functions."""

    services_off: ServicesOff = ()
    database_secret_id: str
    standby_table: str
    snapshot_table: str
    check_interval: Interval
    display_time_zone: TimeZone


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardServices:
    """Where to look; `expected` are the services that must have reported."""

    stored: DashboardQueries
    standby: StandbyReads
    composer: DashboardComposer
    expected: tuple[str, ...]
    check_interval: timedelta
    clock: Clock

    def look(self, chosen: Range) -> DashboardResponse:
        """The stored state; with the database down, what the standby tables know."""
        window = window_of(chosen, self.clock(), self.check_interval)
        known = self.standby.read()
        try:
            state = self.stored.read(window, known.overlay)
        except StoreUnavailableError as error:
            _logger.warning("database unavailable: %s", error)
            return self._without_store(chosen, window, known.required(), str(error))
        latest = newest_snapshots(state.latest, known.latest)
        snapshots = current_snapshots(latest, self.expected, window.until, self.check_interval)
        silences = known.silences_at(window.until)
        return self.composer.compose(chosen, window, snapshots, replace(state, silences=silences))

    def _without_store(self, chosen: Range, window: Window, known: Known, reason: str) -> DashboardResponse:
        state = StoredState(
            latest=known.latest,
            counts=count_alerts(known.alerts),
            recent=known.alerts,
            conditions=[OpenCondition.of(alert) for alert in known.alerts],
            silences=known.silences_at(window.until),
        )
        snapshots = snapshots_without_store(state.latest, self.expected, reason, window.until, self.check_interval)
        return self.composer.compose(chosen, window, snapshots, state, outage_of(reason, known.alerts))


def dashboard_services() -> DashboardServices:
    """The services of this Lambda environment."""
    settings = load_settings(DashboardSettings)
    zone = settings.display_time_zone
    return DashboardServices(
        stored=DashboardQueries(database(settings.database_secret_id), zone),
        standby=standby_reads(
            alerts=settings.standby_table, silences=settings.standby_table, snapshots=settings.snapshot_table
        ),
        composer=DashboardComposer(gauges=_gauges(), zone=zone),
        expected=watched_services(settings.services_off),
        check_interval=settings.check_interval,
        clock=system_clock,
    )


def _gauges() -> Gauges:
    """A threshold that is wrong keeps its own service from being judged, but nobody from seeing the others."""
    supabase, of_supabase = SupabaseThresholds.load_or_defaults(os.environ)
    fal, of_fal = FalThresholds.load_or_defaults(os.environ)
    stripe, of_stripe = StripeThresholds.load_or_defaults(os.environ)
    notes = {SUPABASE: of_supabase, FAL_AI: of_fal, STRIPE: of_stripe}
    return Gauges(supabase=supabase, fal=fal, stripe=stripe, notes=notes)
