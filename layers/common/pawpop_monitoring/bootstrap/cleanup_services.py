"""Wiring of cleanup."""

from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.storage.retention import Retention


class CleanupSettings(Settings):
    """Environment of cleanup."""

    database_secret_id: str


def retention() -> Retention:
    """The retention of this Lambda environment."""
    return Retention(database(load_settings(CleanupSettings).database_secret_id))
