"""The further alerts of a mail that tells of several."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage, TransitionMessage
from pawpop_monitoring.domain.service import label_of
from pawpop_monitoring.notifications.content.action_links import ActionLinks, Links
from pawpop_monitoring.notifications.content.details_table import MAX_NAME, Row, moment_row
from pawpop_monitoring.notifications.content.headline import Figure, headline_of
from pawpop_monitoring.notifications.content.next_steps.catalogue import next_steps_for
from pawpop_monitoring.notifications.content.palette import BY_SEVERITY, Palette
from pawpop_monitoring.notifications.content.plain_text import one_line

_MAX_MESSAGE = 300
_MAX_SHOWN = 12
"""More would not fit below the size at which Gmail cuts a mail off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAlert:
    """What is said of each: enough to judge it, and the first thing to do."""

    badge: str
    palette: Palette
    service: str
    title: str
    figure: Figure | None
    since: Row
    first_step: str
    links: Links | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One line on an alert that is open beside what is told; `page` is its own, "" without a dashboard."""

    badge: str
    palette: Palette
    service: str
    title: str
    since: Row
    taken_by: str
    page: str


def standing_of(message: AlertMessage, zone: ZoneInfo, page_of: Callable[[str], str]) -> Sequence[Standing]:
    """What else is open, the worst first."""
    return [
        Standing(
            badge=each.severity.upper(),
            palette=BY_SEVERITY[each.severity],
            service=one_line(label_of(each.service), MAX_NAME),
            title=one_line(each.message, _MAX_MESSAGE),
            since=moment_row("Since", each.since, zone),
            taken_by=one_line(each.taken_by, MAX_NAME),
            page=page_of(each.id),
        )
        for each in message.also_open
    ]


def others_of(message: AlertMessage, zone: ZoneInfo, links: ActionLinks) -> tuple[Sequence[OtherAlert], int]:
    """The alerts told along with the worst, worst first, and how many were left out for want of room."""
    shown = [_other(each, zone, links) for each in message.others[:_MAX_SHOWN]]
    return shown, len(message.others) - len(shown)


def _other(message: TransitionMessage, zone: ZoneInfo, links: ActionLinks) -> OtherAlert:
    alert = message.alert
    return OtherAlert(
        badge=alert.severity.upper(),
        palette=BY_SEVERITY[alert.severity],
        service=one_line(label_of(alert.service), MAX_NAME),
        title=one_line(alert.message, _MAX_MESSAGE),
        figure=headline_of(alert.details),
        since=moment_row("Since", alert.timestamp, zone),
        first_step=next_steps_for(alert.service, alert.rule).first[0],
        links=links.of(message),
    )
