"""What helps whoever looks after an alert, as its page and the API tell it: the words of the mails."""

from collections.abc import Iterator, Mapping
from itertools import islice
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_story_response import ConsoleView, FactView, Guide, PartView, StepsView
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.notifications.content.consoles import consoles_for
from pawpop_monitoring.notifications.content.detail_fields import told
from pawpop_monitoring.notifications.content.details_table import MAX_KEY, MAX_ROWS, beside_headline
from pawpop_monitoring.notifications.content.figures import UTC_ZONE, quantity, real
from pawpop_monitoring.notifications.content.next_steps.catalogue import next_steps_for
from pawpop_monitoring.notifications.content.plain_text import describe, one_line

_MAX_VALUE = 200


def guide_of(alert: Alert, zone: ZoneInfo = UTC_ZONE) -> Guide:
    """Steps, pages and evidence; moments by the clock of `zone`."""
    steps = next_steps_for(alert.service, alert.rule)
    return Guide(
        steps=StepsView(first=steps.first, then=steps.then),
        consoles=tuple(ConsoleView(label=each.label, url=each.url) for each in consoles_for(alert.service, alert.rule)),
        evidence=tuple(islice(_facts(alert, zone), MAX_ROWS)),
    )


def _facts(alert: Alert, zone: ZoneInfo) -> Iterator[FactView]:
    number, rows = beside_headline(alert.details)
    if number:
        yield FactView(name="Value", value=number, parts=())
    for key, value in rows.items():
        name, text = told(key, value, zone)
        yield FactView(name=name, value=text, parts=tuple(_parts(value)))


def _parts(value: object) -> Iterator[PartView]:
    """Rows of an object: numbers by their size, all else as it stands."""
    if not isinstance(value, Mapping):
        return
    ranked = sorted(value.items(), key=lambda item: -(real(item[1]) or 0))
    for name, part in ranked[:MAX_ROWS]:
        number = real(part)
        text = describe(part, _MAX_VALUE) if number is None else quantity(number, "")
        yield PartView(name=one_line(str(name), MAX_KEY), value=text)
