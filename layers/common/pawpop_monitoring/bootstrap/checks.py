"""Wiring of the checks."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from pydantic import Field

from pawpop_monitoring.bootstrap.alerting import Alerting, AlertingSettings, build_alerting
from pawpop_monitoring.bootstrap.clients import aws, load_settings
from pawpop_monitoring.bootstrap.provider_pages import pages_now
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE, SYSTEM
from pawpop_monitoring.settings import CommaSeparated, ServicesOff, WebAddress, watched_services

if TYPE_CHECKING:
    from pawpop_monitoring.checks.check import Check
    from pawpop_monitoring.checks.provider_pages.beside import PagesNow
    from pawpop_monitoring.checks.runner import CheckRunner
    from pawpop_monitoring.checks.system.network import Reachability


_AFTERWARDS_SECONDS = 1.5


class CheckSettings(AlertingSettings):
    """Environment of a function that runs checks; `network_anchors` are `host:port`.

    Before a scheduled check says that its service is gone, it looks again after `second_look_seconds`; 0 means never.
    """

    snapshot_table: str
    services_off: ServicesOff = ()
    network_anchors: CommaSeparated = ("one.one.one.one:443", "dns.google:443")
    second_look_seconds: float = Field(0, ge=0, le=20)
    status_pages_url: WebAddress = ""


def check_runner() -> "CheckRunner":
    """The runner of this Lambda environment."""
    from pawpop_monitoring.checks.runner import CheckRunner
    from pawpop_monitoring.checks.second_look import SecondLook
    from pawpop_monitoring.checks.system.anchors import TcpAnchors
    from pawpop_monitoring.storage.change_mark import ChangeMark
    from pawpop_monitoring.storage.standby_snapshots import DynamoSnapshots

    settings = load_settings(CheckSettings)
    alerting = build_alerting(settings, after_looks=True)
    network, pages = TcpAnchors.parse(settings.network_anchors), pages_now(settings.status_pages_url)
    tables = partial(aws, "dynamodb")
    mark = ChangeMark(client=tables, table=settings.standby_table)
    return CheckRunner(
        checks={
            service: partial(_build, service, alerting, network, pages)
            for service in watched_services(settings.services_off)
        },
        off=settings.services_off,
        retire=alerting.retirement.retire,
        processor=alerting.processor,
        records=alerting.records,
        snapshots=DynamoSnapshots(client=tables, table=settings.snapshot_table, mark=mark),
        clock=system_clock,
        second_look=SecondLook(settings.second_look_seconds, time.sleep),
        afterwards=lambda: pages.finish(_AFTERWARDS_SECONDS),
    )


def _build(service: str, alerting: Alerting, network: "Reachability", pages: "PagesNow") -> "Check":
    from pawpop_monitoring.checks.provider_pages.beside import PageAware
    from pawpop_monitoring.checks.system.network import NetworkAware

    check = BUILDERS[service](alerting)
    return check if service == SYSTEM else NetworkAware(PageAware(check, pages), network)


def _supabase(alerting: Alerting) -> "Check":
    from pawpop_monitoring.bootstrap.supabase_check import supabase_check

    return supabase_check(alerting.settings.database_secret_id)


def _fal_ai(alerting: Alerting) -> "Check":
    from pawpop_monitoring.bootstrap.fal_ai_check import fal_check

    return fal_check(alerting.settings.database_secret_id)


def _stripe(alerting: Alerting) -> "Check":
    from pawpop_monitoring.bootstrap.stripe_check import stripe_check

    return stripe_check(alerting.settings.database_secret_id)


def _system(alerting: Alerting) -> "Check":
    from pawpop_monitoring.bootstrap.system_check import system_check

    return system_check(alerting.settings.database_secret_id)


BUILDERS: "Mapping[str, Callable[[Alerting], Check]]" = {
    SUPABASE: _supabase,
    FAL_AI: _fal_ai,
    STRIPE: _stripe,
    SYSTEM: _system,
}
"""How each check is built; `CHECKED_SERVICES` says which there are."""
