"""Looks at the monitor itself, and reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.system.details import details_of, set_up_of
from pawpop_monitoring.checks.system.gather import Sources, gather
from pawpop_monitoring.checks.system.judge import judge
from pawpop_monitoring.checks.system.reach import judge_channels
from pawpop_monitoring.checks.system.settings_rule import judge_settings
from pawpop_monitoring.domain.channel_off import ChannelsReading
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.readings.system import Unread
from pawpop_monitoring.domain.rules.system import DEAD_LETTERS, STALE_CHECK
from pawpop_monitoring.domain.service import SYSTEM

LATE_AFTER_INTERVALS = 3
"""How many intervals without a sign of life make a check late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemCheck:
    """Observes the monitor; `expected` are the services of which each is to be checked once per `interval`.

    Those that are `off` are not expected any more, so that what was late of them is over; and so are the dead letters
    of `queues_gone`, which are not deployed any more.
    `mistakes` are sentences on settings that are wrong, by the name of the variable;
    None where not all of them are at hand. `heartbeat` says whether somebody outside would notice the monitor's own
    silence; None where that is not known.
    """

    sources: Sources
    expected: Sequence[str]
    off: Sequence[str] = ()
    queues_gone: Sequence[str] = ()
    interval: timedelta
    clock: Clock
    mistakes: Mapping[str, str] | None = None
    heartbeat: bool | None = None
    service: str = SYSTEM

    def observe(self) -> Observation:
        """One observation, within 4 s."""
        now, patience = self.clock(), self.interval * LATE_AFTER_INTERVALS
        reading = gather(self.sources, now, patience)
        judgement, watch = judge(reading, self.expected, patience)
        for service in self.off:
            judgement.clear([STALE_CHECK], service)
        for queue in self.queues_gone:
            judgement.clear([DEAD_LETTERS], queue)
        self._judge_settings(judgement, reading.channels)
        return Observation(
            service=self.service,
            status=judgement.status,
            observed_at=now,
            findings=tuple(judgement.findings),
            cleared=frozenset(judgement.good),
            unclear=frozenset(judgement.unclear),
            details=details_of(reading, judgement, watch, self.expected, patience) | set_up_of(reading, self.heartbeat),
        )

    def _judge_settings(self, judgement: Judgement, channels: ChannelsReading | Unread | None) -> None:
        if self.mistakes is None:
            return
        if isinstance(channels, Unread):
            judgement.unknown(f"Channels: {channels.reason}")
            if self.mistakes:
                judge_settings(judgement, self.mistakes)
            return
        judge_settings(judgement, {**self.mistakes, **(channels.problems if channels else {})})
        if channels is not None:
            judge_channels(judgement, channels)
