"""Wiring of get_alert."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import Known, StandbyReads, standby_reads
from pawpop_monitoring.domain.alert_story import AlertStory, noted, story_of
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.note import Note
from pawpop_monitoring.settings import Settings

if TYPE_CHECKING:
    from pawpop_monitoring.storage.alert_stories import AlertStories

_logger = logging.getLogger(__name__)


class StorySettings(Settings):
    """Environment of get_alert."""

    database_secret_id: str
    standby_table: str


@dataclass(frozen=True, slots=True)
class StoryReader:
    """What get_alert needs."""

    stories: "AlertStories"
    standby: StandbyReads
    clock: Clock

    def find(self, alert_id: str) -> AlertStory | None:
        """The story, of both stores; with Postgres down, what the standby store knows of what is open."""
        known = self.standby.read()
        notes = self.standby.notes(alert_id)
        try:
            return self.stories.find(alert_id, known.overlay, notes)
        except StoreUnavailableError as error:
            _logger.warning("database unavailable: %s", error)
            return _without_store(alert_id, known.required(), notes)


def _without_store(alert_id: str, known: Known, notes: Sequence[Note]) -> AlertStory | None:
    alert = next((each for each in known.alerts if each.id == alert_id), None)
    if alert is None:
        raise StoreUnavailableError("The alert can't be looked up while the database is down.")
    return story_of(alert, list(map(noted, notes)), [each for each in known.alerts if each.id != alert_id])


def story_reader() -> StoryReader:
    """The reader of this Lambda environment."""
    from pawpop_monitoring.storage.alert_stories import AlertStories

    settings = load_settings(StorySettings)
    return StoryReader(
        stories=AlertStories(database(settings.database_secret_id)),
        standby=standby_reads(alerts=settings.standby_table),
        clock=system_clock,
    )
