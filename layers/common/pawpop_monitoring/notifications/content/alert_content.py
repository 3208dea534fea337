"""What a mail tells of one transition, as plain values; a pure function of the message and the settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage, asks_again
from pawpop_monitoring.domain.service import label_of
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.action_links import ActionLinks, Links
from pawpop_monitoring.notifications.content.consoles import Console, consoles_for
from pawpop_monitoring.notifications.content.details_table import MAX_NAME, Row, changes_of, evidence_of, facts_of
from pawpop_monitoring.notifications.content.headline import Figure, figure_of
from pawpop_monitoring.notifications.content.next_steps.catalogue import NextSteps, next_steps_for
from pawpop_monitoring.notifications.content.others import OtherAlert, Standing, others_of, standing_of
from pawpop_monitoring.notifications.content.palette import BY_SEVERITY, RESOLVED, Palette
from pawpop_monitoring.notifications.content.plain_text import one_line
from pawpop_monitoring.notifications.content.wording import lead_of, step_name

MAX_MESSAGE = 500
_MAX_ID = 200
_SAFE_SCHEMES = ("https://", "http://")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertContent:
    """Everything that the templates show; each text is one line of bounded length, not yet escaped."""

    badge: str
    step: str
    palette: Palette
    service: str
    title: str
    lead: str
    figure: Figure | None
    changes: tuple[Row, ...]
    facts: tuple[Row, ...]
    evidence: tuple[Row, ...]
    left_out: int
    steps: NextSteps | None
    others: Sequence[OtherAlert]
    others_are: str
    others_left_out: int
    links: Links | None
    consoles: tuple[Console, ...]
    dashboard_url: str
    alert_id: str
    notices: tuple[str, ...] = ()
    standing: Sequence[Standing] = ()
    standing_left: int = 0


def content_of(
    message: AlertMessage,
    zone: ZoneInfo,
    dashboard_url: str,
    links: ActionLinks,
    notices: tuple[str, ...] = (),
) -> AlertContent:
    """The content of `message`; `steps` is None when it is over."""
    alert = message.alert
    resolved = message.kind is TransitionKind.RESOLVED
    evidence, left_out = evidence_of(alert.details, zone)
    others, others_left_out = others_of(message, zone, links)
    return AlertContent(
        badge="RESOLVED" if resolved else alert.severity.upper(),
        step=step_name(message),
        palette=RESOLVED if resolved else BY_SEVERITY[alert.severity],
        service=one_line(label_of(alert.service), MAX_NAME),
        title=one_line(alert.message, MAX_MESSAGE),
        lead=lead_of(message, zone),
        figure=figure_of(message),
        changes=tuple(changes_of(message, zone)),
        facts=tuple(facts_of(message, zone)),
        evidence=evidence,
        left_out=left_out,
        steps=None if resolved else next_steps_for(alert.service, alert.rule),
        others=others,
        others_are="Still open as well" if asks_again(message) else "Opened together with it",
        others_left_out=others_left_out,
        links=links.of(message),
        consoles=() if resolved else consoles_for(alert.service, alert.rule),
        dashboard_url=_page_of(dashboard_url, alert.id),
        alert_id=one_line(alert.id, MAX_NAME),
        notices=tuple(one_line(notice, MAX_MESSAGE) for notice in notices),
        standing=standing_of(message, zone, partial(_page_of, dashboard_url)),
        standing_left=message.also_open_left,
    )


def _page_of(dashboard_url: str, alert_id: str) -> str:
    """The alert's own page, "" where there is none; what stands behind the # is sent to no server.

    An id that no link takes leads to all.
    """
    if not dashboard_url.startswith(_SAFE_SCHEMES):
        return ""
    if len(alert_id) > _MAX_ID:
        return dashboard_url
    return f"{dashboard_url}#alert={quote(alert_id, safe='')}"
