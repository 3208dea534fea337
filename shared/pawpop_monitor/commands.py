"""What each command does; every one answers its exit code."""

import sys
import webbrowser
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outbox import Outbox
from pawpop_monitor.outcome import EXIT_OF, SEVERITIES, Exit, exit_of_alerts, of_each
from pawpop_monitor.table import ago, coloured, number, printable, show
from pawpop_monitor.target import stack_of
from pawpop_monitor.test_mails import send_test_mails, send_test_review

type Json = dict[str, Any]
_RANKS = {status: rank for rank, status in enumerate(("healthy", "unknown", "warning", "critical", "down"))}


def health(client: Client, options: Namespace) -> Exit:
    """Show the services as the last checks saw them."""
    answer = client.health()
    _expect(answer["services"], list)
    _expect(answer["alerts"]["total"], int)
    if not print_json(answer, options):
        print(f"Overall: {coloured(answer['status'])}")
        _show_services(answer)
        print(_open_alerts(answer["alerts"]))
    return EXIT_OF[answer["status"]]


def check(client: Client, options: Namespace) -> Exit:
    """Check now, and show what was seen."""
    answer = client.check(options.service)
    if not print_json(answer, options):
        _show_services(answer)
    return max((EXIT_OF[service["status"]] for service in answer["services"]), default=Exit.WARNING)


def list_alerts(client: Client, options: Namespace) -> Exit:
    """List alerts; the exit code tells of the open ones among them, also of those that the page leaves out."""
    answer = client.alerts(
        severity=options.severity,
        service=options.service,
        resolved=options.resolved,
        limit=options.limit,
        order="worst" if options.resolved == "false" else None,
    )
    code = exit_of_alerts(_still_open(client, answer, options))
    if not print_json(answer, options):
        _show_alerts(answer, options)
    if hint := answer.get("hint"):
        print(printable(hint), file=sys.stderr)
        return Exit.USAGE
    return code


def change_alert(client: Client, options: Namespace) -> Exit:
    """Acknowledge, resolve or reopen the alerts that are named, or write a note on them."""

    def change(alert_id: str) -> None:
        answer = client.update_alert(alert_id, options.action, note=options.note, by=options.by)
        if not print_json(answer, options):
            print(f"{answer['message']}: {printable(answer['alert']['message'])}")

    return of_each(options.alert_id, change)


def dashboard(client: Client, options: Namespace) -> Exit:
    """Open the dashboard in a browser, or say where it is."""
    url = client.target.dashboard_url
    if not print_json({"dashboardUrl": url}, options):
        print(url)
        if not options.print_only:
            webbrowser.open(url)
    return Exit.HEALTHY


def test_email(client: Client, options: Namespace) -> Exit:
    """Send a mail of each severity and of each recovery, and show what arrived where that can be seen.

    On the local stack a monthly review goes with them; of another one `review` shows the last that there was.
    """
    outbox = Outbox(client.target.outbox_url) if client.target.outbox_url else None
    if (real := client.alerts(resolved="false", limit=1)["total"]) and not options.json:
        print(f"Open alerts: {real}. They are left alone; the tests are alerts of their own, and resolved afterwards.")
    mails = send_test_mails(client, outbox)
    if outbox:
        mails += send_test_review(stack_of(Path.cwd()), outbox)
    if print_json({"mails": mails}, options):
        return Exit.HEALTHY
    for mail in mails:
        print(f"{mail['subject']}\n  to {', '.join(mail['to'])}")
    where = client.target.outbox_url or "the inboxes of ALERT_RECIPIENTS and ESCALATION_RECIPIENTS"
    print(f"{len(mails)} mails arrived; see {where}." if outbox else f"Raised and resolved; now look into {where}.")
    return Exit.HEALTHY


def _show_services(answer: Json) -> None:
    services: Sequence[Json] = answer["services"]
    rows = [
        [
            service["service"],
            service["status"],
            number(service["responseTime"], "ms"),
            number(service["errorRate"], "%"),
            ago(service["lastCheck"], answer.get("timestamp")),
            "; ".join(_sentences(service, "problems") + _sentences(service, "unknown")),
        ]
        for service in sorted(services, key=_badness)
    ]
    show(["SERVICE", "STATUS", "RESPONSE", "ERRORS", "CHECKED", "PROBLEMS"], rows)
    for service in services:
        for note in _sentences(service, "notes"):
            print(printable(f"{service['service']}: {note}"))


def _badness(service: Json) -> int:
    """Sorts the worst first, like the page."""
    return -_RANKS.get(service["status"], 0)


def _sentences(service: Json, key: str) -> list[str]:
    return [str(sentence) for sentence in service["details"].get(key, [])]


def _open_alerts(alerts: Json) -> str:
    """How many there are, and how bad, as they count for the whole."""
    severities = [f"{alerts[severity]} {severity}" for severity in SEVERITIES if alerts.get(severity)]
    return f"Open alerts: {alerts['total']}" + (f" ({', '.join(severities)})" if severities else "")


def _still_open(client: Client, answer: Json, options: Namespace) -> set[str]:
    """Severities of all open alerts that match; a summary counts resolved ones as well, where they were asked for."""
    _expect(answer["alerts"], list)
    _expect(answer["total"], int)
    shown = {alert["severity"] for alert in answer["alerts"] if not alert["resolved"]}
    if options.resolved == "true" or (options.resolved == "all" and not answer["nextCursor"]):
        return shown
    if options.resolved == "all":
        answer = client.alerts(severity=options.severity, service=options.service, resolved="false", limit=1)
    return shown | {severity for severity in SEVERITIES if answer.get("summary", {}).get(severity)}


def _expect(value: object, kind: type) -> None:
    """Many a service answers {"status": "healthy"}: all is well only where that is an answer of ours."""
    if not isinstance(value, kind):
        raise TypeError(f"{type(value).__name__} instead of {kind.__name__}")


def _state(alert: Json) -> str:
    """With who is on it."""
    by = alert.get("acknowledgedBy") if alert["status"] == "acknowledged" else None
    return f"{alert['status']} ({printable(by)})" if by else str(alert["status"])


def _show_alerts(answer: Json, options: Namespace) -> None:
    now = answer.get("timestamp")
    rows = [
        [
            alert["id"],
            alert["severity"],
            alert["service"],
            _state(alert),
            ago(alert["timestamp"], now),
            alert["message"],
        ]
        for alert in answer["alerts"]
    ]
    if not rows:
        filtered = options.severity or options.service or options.resolved != "false"
        print("No alert matches." if filtered else "No alert is open.")
        return
    show(["ID", "SEVERITY", "SERVICE", "STATE", "SINCE", "MESSAGE"], rows)
    if answer["nextCursor"]:
        print(f"{len(rows)} of {answer['total']}; --limit shows more.")
