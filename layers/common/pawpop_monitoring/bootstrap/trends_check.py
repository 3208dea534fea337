"""Wiring of check_trends."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.alerting.apply.ports import SilenceStore
from pawpop_monitoring.bootstrap.alerting import AlertingSettings, build_alerting
from pawpop_monitoring.bootstrap.clients import aws, load_settings, queue, require_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.fal_ai_check import FalSettings, platform_api
from pawpop_monitoring.bootstrap.provider_pages import page_reader
from pawpop_monitoring.checks.trends import TrendCheck, smaller_compute
from pawpop_monitoring.checks.trends.benchmarks import COMPARED
from pawpop_monitoring.checks.trends.filling_up import FILLING
from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.checks.trends.objectives import WINDOWS
from pawpop_monitoring.checks.trends.providers import AllPages
from pawpop_monitoring.checks.trends.review.monthly import MonthlyReview
from pawpop_monitoring.checks.trends.review.write import Writer
from pawpop_monitoring.checks.trends.slowness import TIMED
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.sale_days import NO_SALES
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.http.dashboard_window import INTERVALS_UNTIL_STALE
from pawpop_monitoring.settings import Interval, MonthlyCosts, Sales, ServicesOff, TimeZone, WebAddress
from pawpop_monitoring.storage.day_records import DayRecords
from pawpop_monitoring.storage.insight_store import DynamoInsights
from pawpop_monitoring.storage.month_queries import PostgresMonths
from pawpop_monitoring.storage.review_store import DynamoReviews
from pawpop_monitoring.storage.trend_series import Asked, PostgresTrends
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds

WANTED = Asked(
    by_day=[*(filling.figure for filling in FILLING), *smaller_compute.BY_DAY],
    compared=COMPARED,
    windows=WINDOWS,
    by_hour=[*TIMED, *smaller_compute.BY_HOUR],
)
_INTERVAL = timedelta(hours=1)
"""That of its schedule, whatever that of the other checks is."""
_SETTLED = timedelta(hours=6)
"""After a silence: what was wrong in it may go on, and its alert must not end because those hours are known."""


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
    require_settings(TrendSettings, FalSettings, FalThresholds, SupabaseThresholds, StripeThresholds)
    settings, thresholds = load_settings(TrendSettings), load_settings(FalThresholds)
    alerting = build_alerting(settings, after_looks=True)
    zone = settings.display_time_zone
    around = Surroundings(
        zone=zone,
        month_limit=thresholds.fal_monthly_cost_limit,
        off=settings.services_off,
        fees=settings.monthly_costs,
        sales=settings.sale_days,
        limits=_limits(thresholds, load_settings(SupabaseThresholds), load_settings(StripeThresholds)),
    )
    found = DynamoInsights(client=lambda: aws("dynamodb"), table=settings.status_table)
    return TrendCheck(
        source=PostgresTrends(database(settings.database_secret_id), zone, WANTED),
        store=found,
        memory=found,
        processor=replace(alerting.processor, interval=_INTERVAL),
        surroundings=lambda: replace(around, silences=_over(alerting.silences)),
        clock=system_clock,
        pages=AllPages(page_reader(settings.status_pages_url).read),
        review=_review(settings, thresholds.fal_monthly_cost_limit),
        prices=platform_api(load_settings(FalSettings)),
    )


def _limits(fal: FalThresholds, supabase: SupabaseThresholds, stripe: StripeThresholds) -> Mapping[str, float]:
    """Under the names of the template's parameters."""
    return {
        "SupabaseConnectionThreshold": supabase.supabase_connection_threshold,
        "SupabaseQueryTimeThreshold": supabase.supabase_query_time_threshold,
        "SupabaseErrorRateThreshold": supabase.supabase_error_rate_threshold,
        "FalDailyCostLimit": fal.fal_daily_cost_limit,
        "FalErrorRateThreshold": fal.fal_error_rate_threshold,
        "FalResponseTimeThreshold": fal.fal_response_time_threshold,
        "StripeHandlingTimeThreshold": stripe.stripe_handling_time_threshold,
    }


def _over(silences: SilenceStore) -> Sequence[Silence]:
    """Those that ended a while ago; without them what was silenced is learned from, which is better than no look."""
    settled = system_clock() - _SETTLED
    try:
        return [silence for silence in silences.all() if silence.ends_at <= settled]
    except StoreUnavailableError:
        return ()


def _review(settings: TrendSettings, limit: float) -> MonthlyReview:
    zone, kept_in = settings.display_time_zone, database(settings.database_secret_id)
    mails = queue(settings.alert_queue_url)
    writer = Writer(
        zone=zone, limit=limit, fees=settings.monthly_costs, off=settings.services_off, sales=settings.sale_days
    )
    return MonthlyReview(
        source=PostgresMonths(
            database=kept_in, days=DayRecords(kept_in, settings.check_interval * INTERVALS_UNTIL_STALE), zone=zone
        ),
        store=DynamoReviews(client=lambda: aws("dynamodb"), table=settings.status_table),
        write=writer.write,
        send=lambda message: mails.send([message.model_dump_json()]),
        zone=zone,
    )
