"""Silences: begin one, see which there are, end one early."""

from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outcome import CommandError, Exit, of_each
from pawpop_monitor.table import printable, show

type Json = dict[str, Any]

_WHICH = "Say which alerts: --service, --rule or --fingerprint. --all is every alert, critical ones included."
_STATES = ("active", "coming", "over")
_HEADS = ("ID", "STATE", "COVERS", "FROM (UTC)", "UNTIL (UTC)", "BY", "REASON")


def begin_silence(client: Client, options: Namespace) -> Exit:
    """Tell nobody of some alerts for a while."""
    if not (options.all or options.service or options.rule or options.fingerprint):
        raise CommandError(_WHICH, Exit.USAGE)
    answer = client.silence(
        all=options.all,
        service=options.service,
        rule=options.rule,
        fingerprint=options.fingerprint,
        minutes=options.minutes,
        reason=options.reason,
    )
    if not print_json(answer, options):
        print(f"{answer['message']}: {answer['silence']['id']}, until {answer['silence']['endsAt']}")
        print(f"It covers {_alerts(answer.get('covers'))}.")
    return Exit.HEALTHY


def list_silences(client: Client, options: Namespace) -> Exit:
    """List silences: those that hold, those to come, those that are over; none of them is a trouble of the shop."""
    answer = client.silences()
    if not print_json(answer, options):
        _show(answer)
    return Exit.HEALTHY


def end_silences(client: Client, options: Namespace) -> Exit:
    """End the silences that are named, now."""

    def end(silence_id: str) -> None:
        answer = client.end_silence(silence_id)
        if not print_json(answer, options):
            print(f"{answer['message']}: {_covered(answer['silence'])} ({printable(answer['silence']['reason'])})")

    return of_each(options.silence_id, end)


def _alerts(covered: int | None) -> str:
    match covered:
        case None:
            return "as many open alerts as match"
        case 0:
            return "no open alert now"
        case 1:
            return "1 open alert now"
        case _:
            return f"{covered} open alerts now"


def _show(answer: Json) -> None:
    now = datetime.fromisoformat(answer["timestamp"])
    rows = sorted((_row(silence, now) for silence in answer["silences"]), key=lambda row: _STATES.index(row[1]))
    if rows:
        show(_HEADS, rows)
    else:
        print("No silence.")


def _row(silence: Json, now: datetime) -> list[str]:
    return [
        silence["id"],
        _state(silence, now),
        _covered(silence),
        _minute(silence["startsAt"]),
        _minute(silence["endsAt"]),
        silence["createdBy"],
        silence["reason"],
    ]


def _state(silence: Json, now: datetime) -> str:
    if silence["active"]:
        return "active"
    return "coming" if datetime.fromisoformat(silence["startsAt"]) > now else "over"


def _covered(silence: Json) -> str:
    """In the words of the options that begin a silence."""
    names = [f"{name} {silence[name]}" for name in ("service", "rule", "fingerprint") if silence[name] is not None]
    return printable(", ".join(names)) or "all alerts"


def _minute(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%d %H:%M}"
