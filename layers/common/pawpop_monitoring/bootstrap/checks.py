"""Wiring of the checks."""

import time

from pawpop_monitoring.bootstrap.alerting import Alerting, AlertingSettings, build_alerting
from pawpop_monitoring.bootstrap.clients import aws, load_settings, secret
from pawpop_monitoring.checks.check import Check
from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.service import FAL_AI, SUPABASE
from pawpop_monitoring.storage.standby_snapshots import DynamoSnapshots


class CheckSettings(AlertingSettings):
    """Environment of a function that runs checks."""

    snapshot_table: str


def check_runner() -> CheckRunner:
    """The runner of this Lambda environment."""
    settings = load_settings(CheckSettings)
    alerting = build_alerting(settings)
    return CheckRunner(
        checks={
            SUPABASE: lambda: _supabase(alerting),
            FAL_AI: lambda: _fal_ai(alerting),
        },
        processor=alerting.processor,
        records=alerting.records,
        snapshots=DynamoSnapshots(client=lambda: aws("dynamodb"), table=settings.snapshot_table),
        clock=system_clock,
    )


def _supabase(alerting: Alerting) -> Check:
    from pawpop_monitoring.checks.supabase import SupabaseCheck  # noqa: PLC0415  only this check's imports
    from pawpop_monitoring.storage.probe import PostgresProbe  # noqa: PLC0415
    from pawpop_monitoring.thresholds import SupabaseThresholds  # noqa: PLC0415

    return SupabaseCheck(
        probe=PostgresProbe(url=lambda: secret(alerting.settings.database_secret_id)),
        thresholds=load_settings(SupabaseThresholds),
        clock=system_clock,
        pause=time.sleep,
    )


def _fal_ai(alerting: Alerting) -> Check:
    from pawpop_monitoring.bootstrap.fal_ai import fal_check  # noqa: PLC0415

    return fal_check(alerting.settings.database_secret_id)
