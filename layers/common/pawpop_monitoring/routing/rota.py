"""Who is on call: a weekly turn, and who stands in for whom."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.setting_lines import lines_of

_WEEK = timedelta(weeks=1)
_ROTA = re.compile(r"(?P<people>[a-z0-9, -]+?)\s+from\s+(?P<start>\d{4}-\d{2}-\d{2} \d{2}:\d{2})")
_PERSON = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_EXAMPLE = "Write `ann, bob from 2026-11-30 09:00`: who comes first and when the first week begins."


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """`person` stands in from `start` up to `end`."""

    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """A week each, handed over at the hour of `start` by the wall clock of `zone`, whatever summer time does."""

    people: tuple[str, ...]
    start: datetime
    zone: ZoneInfo

    def on_call(self, at: datetime, overrides: Collection[Override] = ()) -> str:
        """Who is on call; of several who stand in, whoever began last."""
        standing_in = [each for each in overrides if each.start <= at < each.end]
        if standing_in:
            return max(standing_in, key=lambda each: each.start).person
        return self.people[self._week(at) % len(self.people)]

    def next_after(self, person: str) -> str:
        """Who is asked if `person` does not answer: the next in the row, and for a stand-in the first one."""
        if person not in self.people:
            return self.people[0]
        return self.people[(self.people.index(person) + 1) % len(self.people)]

    def hands_over(self, at: datetime) -> datetime:
        """When the next week begins."""
        return (self.start + (self._week(at) + 1) * _WEEK).replace(tzinfo=self.zone).astimezone(at.tzinfo)

    def _week(self, at: datetime) -> int:
        return (at.astimezone(self.zone).replace(tzinfo=None) - self.start) // _WEEK


def rota_of(text: str, zone: ZoneInfo, people: Mapping[str, Sequence[str]]) -> Rota | None:
    """The rota in `ann, bob from 2026-11-30 09:00`, None if there is none; ConfigurationError says what is wrong.

    `people` are the known names and how each is reached.
    """
    if not text.strip():
        return None
    found = _ROTA.fullmatch(text.strip())
    names = tuple(part.strip() for part in found["people"].split(",") if part.strip()) if found else ()
    if found is None or not names:
        raise ConfigurationError(f"ON_CALL: '{text.strip()[:80]}' can't be read. {_EXAMPLE}")
    unknown = [name for name in names if name not in people]
    if unknown:
        raise ConfigurationError(f"ON_CALL: nobody knows how to reach {', '.join(unknown)}: say so in PEOPLE.")
    try:
        start = datetime.strptime(found["start"], "%Y-%m-%d %H:%M")  # noqa: DTZ007  wall clock
    except ValueError:
        raise ConfigurationError(f"ON_CALL: '{found['start']}' is no date and time. {_EXAMPLE}") from None
    return Rota(people=names, start=start, zone=zone)


def people_of(text: str) -> Mapping[str, Sequence[str]]:
    """How each person is reached, from `ann: slack:U024, apprise:anns-phone; bob: mail:bob@shop.example`."""
    people: dict[str, Sequence[str]] = {}
    for line in lines_of(text):
        name, _, ways = line.partition(":")
        channels = tuple(part.strip() for part in ways.split(",") if part.strip())
        if not _PERSON.fullmatch(name.strip()) or not channels or name.strip() in people:
            raise ConfigurationError(
                f"PEOPLE: '{line[:80]}' can't be read. Write `ann: slack:U024, mail:ann@shop.com`."
            )
        people[name.strip()] = channels
    return people
