"""PagerDuty's Events API v2, https://developer.pagerduty.com/docs/events-api-v2-overview."""

import logging
from dataclasses import dataclass, replace
from typing import ClassVar

import httpx

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import RetryableDeliveryError, StoreUnavailableError
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.asking import asked, said
from pawpop_monitoring.notifications.channels.pagerduty.answers import judge, wait
from pawpop_monitoring.notifications.channels.pagerduty.compose import Action, Event
from pawpop_monitoring.notifications.channels.pagerduty.incident import Incidents
from pawpop_monitoring.notifications.channels.pagerduty.integration import Service
from pawpop_monitoring.notifications.channels.refusals import refused, retry_after
from pawpop_monitoring.notifications.progress import Mark
from pawpop_monitoring.notifications.references import NOTHING, Reference, References
from pawpop_monitoring.outbound.http_client import Request

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PagerDutyChannel:
    """Sends events to one service; `base_url` stands in for the region's own address."""

    client: httpx.Client
    service: Service
    references: References
    clock: Clock
    base_url: str = ""
    name: ClassVar[str] = "pagerduty"

    def send(self, event: Event) -> Receipt:
        """One POST, or one for each incident of the alert if it is over; none for what came from there."""
        reference = self._known(event)
        incidents = Incidents.of(reference).before(event.action)
        every = incidents.keys(event.incident_key)
        try:
            needed = incidents.needed(event.action, every, says_again=event.says_again)
            for key in needed:
                self._post(event, key)
        except RetryableDeliveryError as error:
            if error.undecided:
                in_doubt = incidents.in_doubt(event.action, self.clock())
                self._keep(event, in_doubt, reference, posted=every[-1] in needed)
            raise
        self._settle(event, incidents, reference)
        if not self._keep(event, incidents.after(event.action, self.clock()), reference, posted=every[-1] in needed):
            self._keep_what_came_between(event, incidents)
        return Receipt(every[-1], None if needed else "PagerDuty has it already")

    def _settle(self, event: Event, incidents: Incidents, reference: Reference) -> None:
        """An end that may have come before its trigger is said again once that has certainly arrived."""
        left = incidents.unsettled(self.clock()) if event.action is Action.RESOLVE else None
        if left is not None:
            self._keep(event, replace(incidents, acted_at=self.clock()), reference, posted=True)
            why = "PagerDuty took the end, which is said again as its beginning may still be on the way"
            raise RetryableDeliveryError(why, left.total_seconds())

    def _post(self, event: Event, key: str) -> None:
        keys = {"routing_key": self.service.routing_key, "event_action": event.action, "dedup_key": key}
        url = f"{(self.base_url or self.service.url).rstrip('/')}/v2/enqueue"
        answer = asked("PagerDuty", self.client, Request(url, {}, content={**event.body, **keys}))
        if not answer.is_success:
            waits = wait(answer.status, retry_after(answer.headers))
            meaning = judge(answer.status, answer.text)
            raise refused("PagerDuty", said(answer), meaning, waits, answer.status)

    def _known(self, event: Event) -> Reference:
        try:
            return self.references.get(self.name, event.alert_id)
        except StoreUnavailableError as error:
            _logger.warning("%s goes to the first incident of its alert: %s", event.idempotency_key, error)
            return NOTHING

    def _keep(self, event: Event, incidents: Incidents, reference: Reference, *, posted: bool) -> bool:
        """False if PagerDuty told something in the meantime.

        When something was posted of the last incident is kept in any case: what people did there before that may not
        be so any more.
        """
        if incidents == Incidents.of(reference) and not posted:
            return True
        mark = Mark(self.clock(), 0) if posted else reference.mark
        kept = replace(incidents.kept(reference, event.idempotency_key), mark=mark)
        try:
            return self.references.put(self.name, event.alert_id, kept)
        except StoreUnavailableError as error:
            _logger.warning("what became of %s is not kept: %s", event.idempotency_key, error)
            return True

    def _keep_what_came_between(self, event: Event, incidents: Incidents) -> None:
        """A trigger opens what may have been ended there; after all else, what was done there holds."""
        reference = self._known(event)
        known = incidents if event.action is Action.TRIGGER else Incidents.of(reference)
        if not self._keep(event, known.after(event.action, self.clock()), reference, posted=True):
            _logger.warning("%s: another event came between", event.idempotency_key)
