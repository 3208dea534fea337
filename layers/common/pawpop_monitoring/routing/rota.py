"""Whose week it is: a weekly turn, and who stands in for whom."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.setting_lines import lines_of

_WEEK = timedelta(weeks=1)
_MOMENT = r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}"
_ROTA = re.compile(
    rf"(?P<people>[a-z0-9, -]+?)\s+from\s+(?P<start>{_MOMENT})(?:\s+(?P<zone>[A-Za-z][A-Za-z0-9_+/-]{{0,60}}))?"
)
_OVERRIDE = re.compile(rf"(?P<person>[a-z0-9-]+)\s+(?P<start>{_MOMENT})\s+to\s+(?P<end>{_MOMENT})")
_PERSON = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_YEARS = range(2000, 3000)
"""Those of moments that every time zone can show."""
_EXAMPLE = "Write `ann, bob from 2026-11-30 09:00 Europe/Vienna`: who comes first, in small letters, and from when."
_EXAMPLE_OF_OVERRIDE = "Write `bob 2026-12-24 18:00 to 2026-12-27 09:00`, with `nobody` where nobody is on call."

NOBODY = "nobody"
"""Stands in where nobody is on call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """`person`, or `NOBODY`, stands in from `start` up to `end`, which both have a time zone."""

    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """A week each, handed over at the hour of `start` by the wall clock of `zone`, whatever summer time does.

    Before the first week the row is followed backwards, so that somebody is on call then as well.
    """

    people: tuple[str, ...]
    start: datetime
    zone: ZoneInfo

    def on_call(self, at: datetime, overrides: Collection[Override] = ()) -> str:
        """Who is on call, or `NOBODY`; of several who stand in, whoever began last."""
        moment = at.astimezone(UTC)  # within one zone Python compares what the clock shows, which may be twice the same
        standing_in = [each for each in overrides if each.start <= moment < each.end]
        if standing_in:
            return max(standing_in, key=lambda each: each.start.astimezone(UTC)).person
        return self.people[self._week(at) % len(self.people)]

    def row_from(self, person: str) -> tuple[str, ...]:
        """Who is asked one after the other, each once: `person`, and all in turn; after a stand-in from the first on.

        Whoever has two weeks in a row stands there twice.
        """
        begins = self.people.index(person) if person in self.people else 0
        return tuple(dict.fromkeys((person, *self.people[begins:], *self.people[:begins])))

    def hands_over(self, at: datetime) -> datetime:
        """When the next week begins."""
        return self._begins(self._week(at) + 1).astimezone(at.tzinfo)

    def _begins(self, week: int) -> datetime:
        return (self.start + week * _WEEK).replace(tzinfo=self.zone).astimezone(UTC)

    def _week(self, at: datetime) -> int:
        """By moments: the wall clock shows one hour twice a year, and leaves one out."""
        week = (at.astimezone(self.zone).replace(tzinfo=None) - self.start) // _WEEK
        if at < self._begins(week):
            return week - 1
        return week + 1 if at >= self._begins(week + 1) else week


def rota_of(text: str, zone: ZoneInfo) -> Rota:
    """The rota in `ann, bob from 2026-11-30 09:00 Europe/Vienna`, by `zone` if it names none.

    ConfigurationError says what is wrong.
    """
    found = _ROTA.fullmatch(text.strip())
    names = tuple(part.strip() for part in found["people"].split(",") if part.strip()) if found else ()
    if found is None or not names or not all(map(_is_person, names)):
        raise ConfigurationError(f"ON_CALL: '{text.strip()[:80]}' can't be read. {_EXAMPLE}")
    if found["zone"] and found["zone"] not in available_timezones():
        raise ConfigurationError(f"ON_CALL: '{found['zone']}' is no IANA time zone such as Europe/Vienna.")
    start = _wall_clock(found["start"], _EXAMPLE)
    return Rota(people=names, start=start, zone=ZoneInfo(found["zone"]) if found["zone"] else zone)


def override_of(text: str, zone: ZoneInfo) -> Override:
    """Who stands in, from `bob 2026-12-24 18:00 to 2026-12-27 09:00` by the wall clock of `zone`."""
    found = _OVERRIDE.fullmatch(text.strip())
    if found is None:
        raise ConfigurationError(f"ON_CALL: '{text.strip()[:80]}' can't be read. {_EXAMPLE_OF_OVERRIDE}")
    start, end = (_wall_clock(found[name], _EXAMPLE_OF_OVERRIDE).replace(tzinfo=zone) for name in ("start", "end"))
    if start.astimezone(UTC) >= end.astimezone(UTC):
        raise ConfigurationError(f"ON_CALL: '{text.strip()[:80]}' ends before it begins. {_EXAMPLE_OF_OVERRIDE}")
    return Override(person=found["person"], start=start, end=end)


def people_of(text: str) -> Mapping[str, Sequence[str]]:
    """How each person is reached, from `ann: slack:ann, apprise:anns-phone; bob: mail:bob@shop.example`."""
    people: dict[str, Sequence[str]] = {}
    for line in lines_of(text):
        name, _, ways = line.partition(":")
        channels = tuple(part.strip() for part in ways.split(",") if part.strip())
        if not _is_person(name.strip()) or not channels or name.strip() in people:
            raise ConfigurationError(
                f"PEOPLE: '{line[:80]}' can't be read. Write `ann: slack:ann, mail:ann@shop.com`, small letters."
            )
        people[name.strip()] = channels
    return people


def _is_person(name: str) -> bool:
    return name != NOBODY and _PERSON.fullmatch(name) is not None


def _wall_clock(text: str, example: str) -> datetime:
    try:
        found = datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007  wall clock
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        span = f"of the years {_YEARS.start} to {_YEARS[-1]}"
        raise ConfigurationError(f"ON_CALL: '{text}' is no date and time {span}. {example}")
    return found
