"""Wiring of the system check."""

import os
from collections.abc import Mapping

from pawpop_monitoring.bootstrap.channel_audit import ChannelAudit
from pawpop_monitoring.bootstrap.channel_settings import channel_settings, fresh_settings
from pawpop_monitoring.bootstrap.clients import aws, hurried_dynamodb, load_settings, secret_text
from pawpop_monitoring.bootstrap.people import people_of
from pawpop_monitoring.bootstrap.settings_audit import mistakes
from pawpop_monitoring.checks.system import Sources, SystemCheck
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.mail_addresses import spec_of
from pawpop_monitoring.domain.service import SYSTEM
from pawpop_monitoring.messaging.depth import SqsDepth
from pawpop_monitoring.settings import Interval, ServicesOff, Settings, watched_services
from pawpop_monitoring.storage.channel_switches import DynamoChannelSwitches
from pawpop_monitoring.storage.mailbox_store import DynamoMailboxStore
from pawpop_monitoring.storage.standby_snapshots import DynamoSnapshots
from pawpop_monitoring.storage.system_state import PostgresSystemState


class SystemSettings(Settings):
    """Environment of the system check."""

    check_interval: Interval
    services_off: ServicesOff = ()
    snapshot_table: str
    standby_table: str
    record_queue_url: str
    alert_dead_letter_queue_url: str
    record_dead_letter_queue_url: str
    channel_dead_letter_queue_url: str = ""
    channels_secret_id: str = ""
    press_dead_letter_queue_url: str = ""


def system_check(database_secret_id: str) -> SystemCheck:
    """The check of this Lambda environment."""
    settings = load_settings(SystemSettings)
    queues = _dead_letters(settings)
    return SystemCheck(
        sources=Sources(
            stored=PostgresSystemState(secret_text(database_secret_id)),
            snapshots=DynamoSnapshots(client=hurried_dynamodb, table=settings.snapshot_table),
            records=_depth(settings.record_queue_url),
            dead_letters={name: _depth(url, peek=True) for name, url in queues.items() if url},
            mailboxes=_mailboxes(settings.standby_table) if "ALERT_RECIPIENTS" in os.environ else None,
            recipients=_recipients(),
            channels=_channels(settings) if "CHANNELS" in os.environ else None,
        ),
        expected=[service for service in watched_services(settings.services_off) if service != SYSTEM],
        off=settings.services_off,
        queues_gone=[name for name, url in queues.items() if not url],
        interval=settings.check_interval,
        mistakes=mistakes(os.environ),
        heartbeat=bool(os.environ["HEARTBEAT_URL"]) if "HEARTBEAT_URL" in os.environ else None,
        clock=system_clock,
    )


def _dead_letters(settings: SystemSettings) -> Mapping[str, str]:
    """The address of each queue; "" where it is not deployed, as that of the channels if there is none."""
    return {
        "alerts": settings.alert_dead_letter_queue_url,
        "records": settings.record_dead_letter_queue_url,
        "channels": settings.channel_dead_letter_queue_url,
        "presses": settings.press_dead_letter_queue_url,
    }


def _depth(url: str, *, peek: bool = False) -> SqsDepth:
    return SqsDepth(client=lambda: aws("sqs"), url=url, peek=peek)


def _mailboxes(table: str) -> DynamoMailboxStore:
    return DynamoMailboxStore(client=hurried_dynamodb, table=table, clock=system_clock)


def _channels(settings: SystemSettings) -> ChannelAudit:
    switches = DynamoChannelSwitches(client=hurried_dynamodb, table=settings.standby_table)
    known, renewed = (each(settings.channels_secret_id) for each in (channel_settings, fresh_settings))
    return ChannelAudit(os.environ, known, switches, renewed)


def _recipients() -> frozenset[str]:
    people = people_of(os.environ)
    return frozenset(spec_of(one).casefold() for one in (*people.always, *people.escalation))
