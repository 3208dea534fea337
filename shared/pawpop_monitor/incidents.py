"""Incidents on the public status page: see what is told and what might be, publish, add notes."""

from argparse import Namespace
from typing import Any, Protocol

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outcome import CommandError, Exit
from pawpop_monitor.table import printable, show

type Json = dict[str, Any]

STAGES = ("investigating", "identified", "monitoring", "resolved")
_HEADS = ("ID", "STAGE", "IMPACT", "PARTS", "TITLE")
_NO_DRAFT = "There is no draft of alert {alert}: it is not critical, or it is published. Say --title and --text."


class Adding(Protocol):
    """How the command line adds a command."""

    def __call__(self, tree: Any, name: str, run: Any, text: str) -> Any:
        """Answers its parser."""
        ...


def add_to(tree: Any, add: Adding) -> None:
    """Add `incidents` to the command line."""
    parser = add(tree, "incidents", list_incidents, "what the public status page tells, and what it might tell")
    actions = parser.add_subparsers(metavar="ACTION")
    add(actions, "list", list_incidents, "the same as no action")
    publish = add(actions, "publish", publish_incident, "tell the public, in the words of a draft or in your own")
    publish.add_argument("--alert", metavar="ID", help="the alert that it is about; its draft says what you leave out")
    publish.add_argument("--title")
    publish.add_argument("--text")
    publish.add_argument("--impact", choices=("degraded", "outage"))
    publish.add_argument("--stage", choices=STAGES[:-1])
    publish.add_argument("--part", action="append", metavar="NAME", help="as in the address of its badge; repeatable")
    update = add(actions, "update", update_incident, "add a note; the stage resolved ends it")
    update.add_argument("incident_id", metavar="ID")
    update.add_argument("--stage", choices=STAGES, required=True)
    update.add_argument("--text", required=True)


def list_incidents(client: Client, options: Namespace) -> Exit:
    """Incidents, the latest first, and drafts with the command that publishes each."""
    answer = client.incidents()
    if print_json(answer, options):
        return Exit.HEALTHY
    if answer["incidents"]:
        show(_HEADS, [_row(incident) for incident in answer["incidents"]])
    else:
        print("No incident was published.")
    for draft in answer["drafts"]:
        print(f"Draft: {printable(draft['title'])}: {printable(draft['text'])}")
        print(f"  pawpop-monitor incidents {_command(draft)}")
    return Exit.HEALTHY


def publish_incident(client: Client, options: Namespace) -> Exit:
    """Tell the public of an incident."""
    fields = _draft(client, options) | {
        name: value
        for name, value in (
            ("alertId", options.alert),
            ("title", options.title),
            ("text", options.text),
            ("impact", options.impact),
            ("stage", options.stage),
            ("components", options.part),
        )
        if value
    }
    return _told(client.publish_incident(fields), options)


def update_incident(client: Client, options: Namespace) -> Exit:
    """Add a note to an incident."""
    return _told(client.update_incident(options.incident_id, options.stage, options.text), options)


def _draft(client: Client, options: Namespace) -> Json:
    """What is said where the caller does not."""
    if options.title and options.text:
        return {}
    if not options.alert:
        raise CommandError("Say --title and --text, or --alert for the words of its draft.", Exit.USAGE)
    drafts = [each for each in client.incidents()["drafts"] if each["alertId"] == options.alert]
    new = next((each for each in drafts if each["incidentId"] is None), None)
    if new is None:
        raise CommandError(_NO_DRAFT.format(alert=printable(options.alert)), Exit.USAGE)
    return {name: new[name] for name in ("title", "text", "impact", "stage", "components", "alertId")}


def _told(answer: Json, options: Namespace) -> Exit:
    if not print_json(answer, options):
        incident = answer["incident"]
        print(f"{answer['message']}: {incident['id']}, {incident['stage']}: {printable(incident['title'])}")
    return Exit.HEALTHY


def _row(incident: Json) -> list[str]:
    parts = ", ".join(incident["components"])
    return [incident["id"], incident["stage"], incident["impact"], parts, incident["title"]]


def _command(draft: Json) -> str:
    if draft["incidentId"] is None:
        return f"publish --alert {printable(draft['alertId'])}"
    return f'update {printable(draft["incidentId"])} --stage {draft["stage"]} --text "{printable(draft["text"])}"'
