"""What the public could be told of an alert: a draft, in customers' words, that a person publishes or changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.component import Component
from pawpop_monitoring.domain.public_incident import Incident, Stage
from pawpop_monitoring.domain.public_state import PublicState
from pawpop_monitoring.domain.severity import Severity

_BY_RULE = {
    "supabase:unreachable": ("The shop can't be reached", PublicState.OUTAGE),
    "fal-ai:unreachable": ("Portraits can't be made", PublicState.OUTAGE),
    "fal-ai:balance": ("Portraits can't be made", PublicState.OUTAGE),
    "stripe:unreachable": ("Payments don't go through", PublicState.OUTAGE),
    "stripe:payment_success_rate": ("Some payments fail", PublicState.DEGRADED),
}
_LOOKING = "We know of it and are looking into it. We write again as soon as we know more."
_OVER = "It works again. We are sorry for the trouble."


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDraft:
    """A new incident of the alert `alert_id`, or the next note on `incident_id`; `components` are slugs."""

    title: str
    impact: PublicState
    components: tuple[str, ...]
    stage: Stage
    text: str
    alert_id: str
    incident_id: str | None = None


def drafts_of(
    alerts: Sequence[Alert], incidents: Iterable[Incident], components: Sequence[Component]
) -> tuple[IncidentDraft, ...]:
    """For each open alert that is critical and not published, and for each open incident whose alert is over.

    Nothing of an alert's own text goes into it: that may say what is nobody else's business.
    """
    open_alerts = {alert.id: alert for alert in alerts if not alert.resolved}
    told = [incident for incident in incidents if incident.is_open]
    published = {incident.alert_id for incident in told}
    new = [
        _opening(alert, components)
        for alert in open_alerts.values()
        if alert.severity is Severity.CRITICAL and alert.id not in published
    ]
    ends = [_end(each, each.alert_id) for each in told if each.alert_id and each.alert_id not in open_alerts]
    return (*new, *ends)


def _opening(alert: Alert, components: Sequence[Component]) -> IncidentDraft:
    touched = [component for component in components if alert.service in component.services]
    names = " and ".join(component.name for component in touched)
    usual = (f"Trouble with {names}" if names else "Trouble with the shop", PublicState.DEGRADED)
    title, impact = _BY_RULE.get(f"{alert.service}:{alert.rule}", usual)
    return IncidentDraft(
        title=title,
        impact=impact,
        components=tuple(component.slug for component in touched),
        stage=Stage.INVESTIGATING,
        text=_LOOKING,
        alert_id=alert.id,
    )


def _end(incident: Incident, alert_id: str) -> IncidentDraft:
    return IncidentDraft(
        title=incident.title,
        impact=incident.impact,
        components=incident.components,
        stage=Stage.RESOLVED,
        text=_OVER,
        alert_id=alert_id,
        incident_id=incident.id,
    )
