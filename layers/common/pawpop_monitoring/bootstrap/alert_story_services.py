"""Wiring of get_alert."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.alert_access_services import alert_access
from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import Known, StandbyReads, standby_reads
from pawpop_monitoring.contracts.alert_story_response import CurvePointView, CurveView
from pawpop_monitoring.contracts.gauge import number_in
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.alert_story import AlertStory, noted, story_of
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.curve import span_around
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.http.alert_access import AlertAccess
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds

if TYPE_CHECKING:
    from pawpop_monitoring.storage.alert_stories import AlertStories
    from pawpop_monitoring.storage.curve_queries import CurveQueries

_logger = logging.getLogger(__name__)
# Only which number a rule judges is asked of them; the threshold that was broken is among the alert's details.
_GAUGES = Gauges(supabase=SupabaseThresholds(), fal=FalThresholds(), stripe=StripeThresholds())


class StorySettings(Settings):
    """Environment of get_alert."""

    database_secret_id: str
    standby_table: str


@dataclass(frozen=True, slots=True)
class StoryReader:
    """What get_alert needs; `access` is None where somebody else has looked at the token."""

    stories: "AlertStories"
    standby: StandbyReads
    clock: Clock
    curves: "CurveQueries | None" = None
    access: AlertAccess | None = None

    def admit(self, alert_id: str, authorization: str | None, query: Mapping[str, str]) -> None:
        """See AlertAccess."""
        if self.access is not None:
            self.access.admit(alert_id, authorization, query)

    def find(self, alert_id: str) -> AlertStory | None:
        """The story, of both stores; with Postgres down, what the standby store knows."""
        # Nothing is asked twice of a database that does not answer.
        known = self.standby.read()
        notes = self.standby.notes(alert_id)
        try:
            return self.stories.find(alert_id, known.overlay, notes)
        except StoreUnavailableError as error:
            _logger.warning("database unavailable: %s", error)
            return _without_store(alert_id, known.required(), notes)

    def curve(self, alert: Alert) -> CurveView | None:
        """How the number moved that `alert` is about; None if it is about none, or none can be read."""
        gauge = _GAUGES.of_rule(alert.service, alert.rule)
        if gauge is None or self.curves is None:
            return None
        try:
            span = span_around(alert, self.clock())
            curve = self.curves.read(alert.service, gauge.key, span, lowest=gauge.bound == "min")
        except StoreUnavailableError as error:
            _logger.warning("no curve: %s", error)
            return None
        return CurveView(
            label=gauge.label,
            unit=gauge.unit,
            bound=gauge.bound,
            threshold=number_in(alert.details, "threshold") or gauge.threshold,
            step_seconds=int(curve.step.total_seconds()),
            points=tuple(CurvePointView(t=at, value=value) for at, value in curve.points),
        )


def _without_store(alert_id: str, known: Known, notes: Sequence[Note]) -> AlertStory | None:
    alert = known.overlay.find(alert_id)
    if alert is None:
        raise StoreUnavailableError("The alert can't be looked up while the database is down.")
    return story_of(alert, list(map(noted, notes)), [each for each in known.alerts if each.id != alert_id])


def story_reader() -> StoryReader:
    """The reader of this Lambda environment."""
    from pawpop_monitoring.storage.alert_stories import AlertStories
    from pawpop_monitoring.storage.curve_queries import CurveQueries

    settings = load_settings(StorySettings)
    shared = database(settings.database_secret_id)
    return StoryReader(
        stories=AlertStories(shared),
        curves=CurveQueries(shared),
        access=alert_access(),
        standby=standby_reads(alerts=settings.standby_table),
        clock=system_clock,
    )
