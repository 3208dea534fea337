"""Wiring of what does the presses of Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BeforeValidator

from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.bootstrap.alerting import AlertingSettings, build_alerting
from pawpop_monitoring.bootstrap.clients import aws, load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads, standby_reads
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import NotFoundError, StoreUnavailableError
from pawpop_monitoring.domain.overall import OpenCondition, loud_severities, overall_status
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.http.health_view import current_snapshots
from pawpop_monitoring.notifications.channels.slack.permits import permits_of
from pawpop_monitoring.notifications.channels.slack.presses import Presses
from pawpop_monitoring.notifications.channels.slack.responses import Responses
from pawpop_monitoring.notifications.channels.slack.standing import standing_text
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.settings import ServicesOff, TimeZone, WebAddress, watched_services
from pawpop_monitoring.storage.alert_steps import AlertSteps


def _by_service(text: object) -> object:
    """`supabase=name,stripe=name`."""
    if not isinstance(text, str):
        return text
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if not all(service.strip() and name.strip() for service, _, name in pairs):
        raise ValueError("must read service=function,service=function")
    return {service.strip(): name.strip() for service, _, name in pairs}


class SlackPressSettings(AlertingSettings):
    """Environment of the worker; `check_functions` names the Lambda function of each service's check."""

    snapshot_table: str
    services_off: ServicesOff = ()
    slack_allowed: str = ""
    channel_sandbox_url: WebAddress = ""
    check_functions: Annotated[Mapping[str, str], BeforeValidator(_by_service)] = {}
    dashboard_url: WebAddress = ""
    display_time_zone: TimeZone = ZoneInfo("UTC")


def slack_presses() -> Presses:
    """What does the presses in this Lambda environment."""
    settings = load_settings(SlackPressSettings)
    alerting = build_alerting(settings)
    known = standby_reads(
        alerts=settings.standby_table, silences=settings.standby_table, snapshots=settings.snapshot_table
    )
    return Presses(
        alerts=alerting.commands,
        silences=SilenceCommands(alerting.silences, alerting.silence_notices.tell),
        run_check=ChecksByFunction(settings.check_functions),
        opened_at=AlertSteps(database(settings.database_secret_id)).last_opened_at,
        standing=StandingNow(known, settings, system_clock),
        respond=Responses(bounded_client(), settings.channel_sandbox_url and f"{settings.channel_sandbox_url}/slack"),
        permits=permits_of(settings.slack_allowed),
        clock=system_clock,
        zone=settings.display_time_zone,
    )


@dataclass(frozen=True, slots=True)
class ChecksByFunction:
    """The Lambda functions of the checks, by service."""

    functions: Mapping[str, str]

    def __call__(self, service: str) -> None:
        """Have the check run soon; NotFoundError if there is none, StoreUnavailableError for not now."""
        if service not in self.functions:
            raise NotFoundError(f"There is no check of {service}.")
        try:
            aws("lambda").invoke(FunctionName=self.functions[service], InvocationType="Event", Payload=b"{}")
        except (BotoCoreError, ClientError) as error:
            raise StoreUnavailableError(f"The check of {service} can't be started: {type(error).__name__}") from None


@dataclass(frozen=True, slots=True)
class StandingNow:
    """From what outlives the database: a command in Slack is most wanted when that is away."""

    known: StandbyReads
    settings: SlackPressSettings
    clock: Clock

    def __call__(self) -> str:
        """In mrkdwn; StoreUnavailableError if nothing can be read."""
        now, known = self.clock(), self.known.read().required()
        expected = watched_services(self.settings.services_off)
        snapshots: list[ServiceSnapshot] = current_snapshots(known.latest, expected, now, self.settings.check_interval)
        loud = loud_severities(map(OpenCondition.of, known.alerts), known.silences_at(now))
        return standing_text(
            overall_status((snapshot.status for snapshot in snapshots), loud),
            {snapshot.service: snapshot.status for snapshot in snapshots},
            known.alerts,
            self.settings.display_time_zone,
            self.settings.dashboard_url,
        )
