"""Wiring of alert_link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.alerting import AlertingSettings, build_alerting
from pawpop_monitoring.bootstrap.clients import load_settings, secret
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.clock import Clock, system_clock

if TYPE_CHECKING:
    from pawpop_monitoring.alerting.apply.commands import AlertCommands


class LinkSettings(AlertingSettings):
    """Environment of alert_link."""

    link_secret_id: str


@dataclass(frozen=True, slots=True)
class LinkServices:
    """What alert_link needs; `find` answers the alert of an id, `key` what links are signed with.

    `opened_at` answers when an alert was last told as opened, which a person may have done by hand.
    """

    commands: "AlertCommands"
    find: Callable[[str], Alert | None]
    key: Callable[[], str]
    clock: Clock
    opened_at: Callable[[str], datetime | None] = lambda _: None


def link_services() -> LinkServices:
    """The services of this Lambda environment."""
    from pawpop_monitoring.storage.alert_steps import AlertSteps

    settings = load_settings(LinkSettings)
    commands = build_alerting(settings).commands
    steps = AlertSteps(database(settings.database_secret_id))
    return LinkServices(
        commands, commands.find, lambda: secret(settings.link_secret_id), system_clock, steps.last_opened_at
    )
