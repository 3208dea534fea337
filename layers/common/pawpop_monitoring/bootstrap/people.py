"""Who hears of alerts, and how times are shown to them.

None of these settings may stop a mail: what is no address costs only itself, a decoration falls back, and each is said
in the mails and by the system check.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, available_timezones

from pawpop_monitoring.domain.mail_addresses import parse_addresses
from pawpop_monitoring.domain.text import one_line

VARIABLES = ("ALERT_RECIPIENTS", "ESCALATION_RECIPIENTS", "DISPLAY_TIME_ZONE")
_DEFAULTS = {"ALERT_RECIPIENTS": "pawpopart@gmail.com", "ESCALATION_RECIPIENTS": "alerts@pawpopart.com"}
_MAX_SHOWN = 100
NOBODY = "ALERT_RECIPIENTS names nobody: set at least one mail address."


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """`always` hear of everything, `escalation` of what escalates as well; `problems` are sentences by variable."""

    always: tuple[str, ...]
    escalation: tuple[str, ...]
    zone: ZoneInfo
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def recipients(self) -> Sequence[str]:
        """Who gets what is for everybody; those of escalations stand in for the others."""
        return self.always or self.escalation


def people_of(environment: Mapping[str, str]) -> People:
    """As the environment says; a variable that is set and empty means nobody, one that is not set its default."""
    problems: dict[str, str] = {}
    always, escalation = (_recipients(environment, name, problems) for name in VARIABLES[:2])
    if not always and not escalation:
        problems["ALERT_RECIPIENTS"] = " ".join([*problems.values(), f"{NOBODY} Until then the usual mails wait."])
    zone = _zone(environment.get("DISPLAY_TIME_ZONE", "").strip() or "UTC", problems)
    return People(always=always, escalation=escalation, zone=zone, problems=problems)


def _recipients(environment: Mapping[str, str], name: str, problems: dict[str, str]) -> tuple[str, ...]:
    read = parse_addresses(environment.get(name, _DEFAULTS[name]))
    if read.bad:
        shown = ", ".join(f"'{one_line(bad, _MAX_SHOWN)}'" for bad in read.bad)
        problems[name] = (
            f"{name} is wrong: {shown} is no mail address, so nobody hears there. "
            "Addresses stand apart by commas; a name with a comma wants quotes."
        )
    return read.good


def _zone(name: str, problems: dict[str, str]) -> ZoneInfo:
    if name in available_timezones():
        return ZoneInfo(name)
    problems["DISPLAY_TIME_ZONE"] = (
        f"DISPLAY_TIME_ZONE is wrong: '{one_line(name, _MAX_SHOWN)}' is no IANA time zone such as Europe/Vienna, so "
        "times are shown in UTC alone, and low alerts wait for business hours in UTC."
    )
    return ZoneInfo("UTC")
