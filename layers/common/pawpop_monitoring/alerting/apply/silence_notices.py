"""Silences, told where an alert that people heard of is shown: whoever looks there sees why nothing more comes."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.apply.ports import AlertPublisher, SilenceStore, StandbyStore
from pawpop_monitoring.alerting.publishing import publish_fairly
from pawpop_monitoring.contracts.alert_message import AlertMessage, SilenceInForce
from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import TransitionKind

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SilenceNotices:
    """Needs no database. What can't be told is not: a silence holds, whether or not anybody is told of it."""

    standby: StandbyStore
    silences: SilenceStore
    publisher: AlertPublisher

    def tell(self, silence: Silence, now: datetime) -> None:
        """`silence` began or ended just now, or will begin, which nobody is told before it does."""
        if silence.starts_at <= now:
            self._tell([(silence, now)], now)

    def tell_due(self, now: datetime, lookback: timedelta) -> None:
        """Whatever silence began or ended by itself since `now - lookback`; a run too many makes copies."""
        try:
            known = self.silences.all()
        except StoreUnavailableError as error:
            _logger.warning("which silences began or ended is not known: %s", error)
            return
        edges = [(silence, max(_edges(silence, now), default=None)) for silence in known]
        self._tell([(silence, at) for silence, at in edges if at is not None and at > now - lookback], now)

    def _tell(self, changed: Sequence[tuple[Silence, datetime]], now: datetime) -> None:
        if not changed:
            return
        try:
            known, alerts = self.silences.all(), self.standby.open_alerts()
            told = [(alert, _covering(alert, known)) for alert in alerts if alert.notified_at is not None]
            notices = [
                _notice(alert, silence, covering, at, now)
                for silence, at in changed
                for alert, covering in told
                if silence.mutes(alert) and _is_news(silence, covering, at, now)
            ]
            publish_fairly(self.publisher, notices)
        except Exception:
            # Whatever a queue raises: the silence itself is kept by now, and what is told next says how all stands.
            _logger.exception("it is not told that alerts are silenced, or are no more")


def _edges(silence: Silence, now: datetime) -> Iterator[datetime]:
    """When it began and when it ended, as far as that is past."""
    return (edge for edge in (silence.starts_at, silence.ends_at) if edge <= now)


def _is_news(silence: Silence, covering: Sequence[Silence], at: datetime, now: datetime) -> bool:
    """Whether it is quiet for longer or shorter since `at`: not if one that outlasts `silence` is there as well."""
    until = (silence.meant_until or silence.ends_at, silence.id)
    return not any(
        (each.ends_at, each.id) > until
        for each in covering
        if each.id != silence.id and (each.is_active(at) or each.is_active(now))
    )


def _notice(alert: Alert, silence: Silence, covering: Sequence[Silence], at: datetime, now: datetime) -> AlertMessage:
    """The key is that of the change, so that people are told of each once, whoever tells it."""
    in_force = [each for each in covering if each.is_active(now)]
    longest = max(in_force, key=lambda each: (each.ends_at, each.id), default=None)
    change = "silenced" if silence.is_active(now) else "unsilenced"
    return AlertMessage(
        key=f"{alert.id}/{silence.id}-{change}",
        kind=TransitionKind.SILENCED,
        at=at,
        alert=AlertSnapshot.of(alert),
        reason=Reason.SILENCED if longest else Reason.UNMUTED,
        previous_notified_at=alert.notified_at,
        previous_notified_severity=alert.notified_severity,
        silence=SilenceInForce(until=longest.ends_at, by=longest.created_by) if longest else None,
    )


def _covering(alert: Alert, known: Sequence[Silence]) -> Sequence[Silence]:
    return [each for each in known if each.mutes(alert)]
