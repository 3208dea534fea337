"""Wiring of the outgoing heartbeat."""

from pydantic import Field

from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.checks.system.heartbeat import Heartbeat
from pawpop_monitoring.settings import Settings


class HeartbeatSettings(Settings):
    """Environment of a function with a heartbeat; without an address there is none."""

    heartbeat_url: str = Field("", pattern=r"^(https?://.+)?$")


def heartbeat() -> Heartbeat:
    """The heartbeat of this Lambda environment."""
    return Heartbeat(load_settings(HeartbeatSettings).heartbeat_url)
