"""An alert in a few lines of plain text, for channels that show no more."""

from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.notifications.content.action_links import NO_LINKS
from pawpop_monitoring.notifications.content.alert_content import AlertContent, content_of
from pawpop_monitoring.notifications.content.plain_text import shorten

_MAX_FACTS = 12


def title_of(message: AlertMessage, zone: ZoneInfo, limit: int) -> str:
    """`[HIGH] Supabase: High connection usage detected`."""
    content = content_of(message, zone, "", NO_LINKS)
    return shorten(f"[{content.badge}] {content.service}: {content.title}", limit)


def text_of(message: AlertMessage, zone: ZoneInfo, dashboard_url: str, limit: int) -> str:
    """What happened, the figure, the evidence, what to do first, and where to look."""
    content = content_of(message, zone, dashboard_url, NO_LINKS)
    return shorten("\n".join(_lines(content)), limit)


def _lines(content: AlertContent) -> list[str]:
    facts = [f"{row.name}: {row.value}" for row in (*content.facts, *content.evidence)][:_MAX_FACTS]
    figure = [f"{content.figure.value}, {content.figure.note}"] if content.figure else []
    steps = [f"First: {content.steps.first[0]}"] if content.steps else []
    link = [content.dashboard_url] if content.dashboard_url else []
    return [content.lead, *figure, *facts, *steps, *link]
