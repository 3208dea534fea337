"""Wiring of check_trends."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.bootstrap.alerting import AlertingSettings, build_alerting
from pawpop_monitoring.bootstrap.clients import aws, load_settings, queue, require_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.provider_pages import page_reader
from pawpop_monitoring.checks.trends import TrendCheck
from pawpop_monitoring.checks.trends.benchmarks import COMPARED
from pawpop_monitoring.checks.trends.filling_up import FILLING
from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.checks.trends.objectives import WINDOWS
from pawpop_monitoring.checks.trends.providers import AllPages
from pawpop_monitoring.checks.trends.review.monthly import MonthlyReview
from pawpop_monitoring.checks.trends.review.write import Writer
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.sale_days import NO_SALES
from pawpop_monitoring.http.dashboard_window import INTERVALS_UNTIL_STALE
from pawpop_monitoring.settings import Interval, MonthlyCosts, Sales, ServicesOff, TimeZone, WebAddress
from pawpop_monitoring.storage.day_records import DayRecords
from pawpop_monitoring.storage.insight_store import DynamoInsights
from pawpop_monitoring.storage.month_queries import PostgresMonths
from pawpop_monitoring.storage.review_store import DynamoReviews
from pawpop_monitoring.storage.trend_series import Asked, PostgresTrends
from pawpop_monitoring.thresholds import FalThresholds

WANTED = Asked(by_day=[filling.figure for filling in FILLING], compared=COMPARED, windows=WINDOWS)
_INTERVAL = timedelta(hours=1)
"""That of its schedule, whatever that of the other checks is."""


class TrendSettings(AlertingSettings):
    """Environment of check_trends."""

    status_table: str
    services_off: ServicesOff = ()
    alert_queue_url: str
    check_interval: Interval
    display_time_zone: TimeZone = ZoneInfo("UTC")
    monthly_costs: MonthlyCosts = ()
    sale_days: Sales = NO_SALES
    status_pages_url: WebAddress = ""


def trend_check() -> TrendCheck:
    """The check of this Lambda environment."""
    require_settings(TrendSettings, FalThresholds)
    settings, thresholds = load_settings(TrendSettings), load_settings(FalThresholds)
    alerting = build_alerting(settings, after_looks=True)
    zone = settings.display_time_zone
    around = Surroundings(
        zone=zone,
        month_limit=thresholds.fal_monthly_cost_limit,
        off=settings.services_off,
        fees=settings.monthly_costs,
        sales=settings.sale_days,
    )
    return TrendCheck(
        source=PostgresTrends(database(settings.database_secret_id), zone, WANTED),
        store=DynamoInsights(client=lambda: aws("dynamodb"), table=settings.status_table),
        processor=replace(alerting.processor, interval=_INTERVAL),
        surroundings=lambda: around,
        clock=system_clock,
        pages=AllPages(page_reader(settings.status_pages_url).read),
        review=_review(settings, thresholds.fal_monthly_cost_limit),
    )


def _review(settings: TrendSettings, limit: float) -> MonthlyReview:
    zone, kept_in = settings.display_time_zone, database(settings.database_secret_id)
    mails = queue(settings.alert_queue_url)
    writer = Writer(zone=zone, limit=limit, fees=settings.monthly_costs, off=settings.services_off)
    return MonthlyReview(
        source=PostgresMonths(
            database=kept_in, days=DayRecords(kept_in, settings.check_interval * INTERVALS_UNTIL_STALE), zone=zone
        ),
        store=DynamoReviews(client=lambda: aws("dynamodb"), table=settings.status_table),
        write=writer.write,
        send=lambda message: mails.send([message.model_dump_json()]),
        zone=zone,
    )
