"""Wiring of the recorder."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.clients import load_settings, queue
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.messaging.queue import Queue
from pawpop_monitoring.settings import Settings

if TYPE_CHECKING:
    from pawpop_monitoring.storage.record_writer import Recorder


class RecorderSettings(Settings):
    """Environment of the recorder."""

    database_secret_id: str
    record_queue_url: str
    record_dead_letter_queue_url: str


@dataclass(frozen=True, slots=True)
class RecorderServices:
    """What the recorder function needs."""

    recorder: "Recorder"
    records: Queue
    dead_letters: Queue


def recorder_services() -> RecorderServices:
    """The services of this Lambda environment."""
    from pawpop_monitoring.storage.record_writer import Recorder

    settings = load_settings(RecorderSettings)
    return RecorderServices(
        recorder=Recorder(database(settings.database_secret_id)),
        records=queue(settings.record_queue_url),
        dead_letters=queue(settings.record_dead_letter_queue_url),
    )
