"""Wiring of get_insights."""

from dataclasses import dataclass

from pawpop_monitoring.bootstrap.clients import aws, load_settings
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.storage.insight_store import DynamoInsights
from pawpop_monitoring.storage.review_store import DynamoReviews


class InsightSettings(Settings):
    """Environment of get_insights."""

    status_table: str


@dataclass(frozen=True, slots=True)
class InsightServices:
    """What is kept, and the time."""

    store: DynamoInsights
    reviews: DynamoReviews
    clock: Clock


def insight_services() -> InsightServices:
    """The services of this Lambda environment."""
    table = load_settings(InsightSettings).status_table
    return InsightServices(
        DynamoInsights(client=lambda: aws("dynamodb"), table=table),
        DynamoReviews(client=lambda: aws("dynamodb"), table=table),
        system_clock,
    )
