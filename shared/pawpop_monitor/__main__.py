"""The command line.

Exit codes: 0 healthy, 1 warning or unknown, 2 critical, 3 no answer or a refused token, 64 wrong usage.
"""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from pawpop_monitor import commands, incidents, silences, tokens
from pawpop_monitor.client import NOT_OURS, Client
from pawpop_monitor.completion import SHELLS, completion_of
from pawpop_monitor.deployments import deployed
from pawpop_monitor.insights import insights
from pawpop_monitor.on_call import on_call
from pawpop_monitor.outcome import CommandError, Exit
from pawpop_monitor.pipe import leave_pipe, reader_may_leave
from pawpop_monitor.reviews import review
from pawpop_monitor.story import show_alerts
from pawpop_monitor.table import printable
from pawpop_monitor.tail import tail
from pawpop_monitor.target import Target
from pawpop_monitor.test_channels import test_channels
from pawpop_monitor.why import why

_INTERRUPTED = 130
_DAY_SECONDS = 86_400
_NOWHERE = Target("", "", "")
SEVERITIES = ("low", "medium", "high", "critical")

type Tree = argparse._SubParsersAction[_Parser]  # noqa: SLF001  argparse gives it no other name
type Command = Callable[[Client, argparse.Namespace], Exit]


class _Parser(argparse.ArgumentParser):
    """Wrong usage must not look like a critical shop, which 2 stands for."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code."""
    options = _parser().parse_args(_readable(arguments), argparse.Namespace(json=False))
    try:
        return _run(options)
    except CommandError as error:
        print(printable(str(error)), file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever followed has seen enough ("pawpop-monitor tail | head").
        leave_pipe(sys.stdout)
        return Exit.HEALTHY


def _run(options: argparse.Namespace) -> Exit:
    run: Command = options.run
    with contextlib.nullcontext() if run is tail else reader_may_leave():
        client = Client(_NOWHERE if options.command == "completion" else Target.find(os.environ, Path.cwd()))
        try:
            return run(client, options)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # A gateway, a proxy or another version answers in its own words, of any shape.
            raise CommandError(NOT_OURS.format(url=client.target.api_url, what=type(error).__name__)) from None


def _readable(arguments: Sequence[str] | None) -> Sequence[str]:
    given = sys.argv[1:] if arguments is None else arguments
    for argument in given:
        try:
            argument.encode()
        except UnicodeEncodeError:
            print(f"pawpop-monitor: {printable(argument)!r} is not UTF-8", file=sys.stderr)
            raise SystemExit(Exit.USAGE) from None
    return given


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="pawpop-monitor", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tree = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    _add(tree, "health", commands.health, "show the services as the last checks saw them")
    check = _add(tree, "check", commands.check, "check now")
    check.add_argument("service", nargs="?", help="only this one")
    _add_alerts(tree)
    _add_silences(tree)
    incidents.add_to(tree, _add)
    _add(tree, "test-channels", test_channels, "send a marked test over each channel, and say what came of it")
    deployment = _add(tree, "deployed", deployed, "mark a deployment in all curves, as CI does after each")
    deployment.add_argument("label", help="what was deployed: 'shop 2.4.1'")
    deployment.add_argument("--id", help="what CI calls it; the same one again changes nothing")
    _add(tree, "on-call", on_call, "who is on call, and who is asked next")
    _add(tree, "insights", insights, "forecasts, what is unusual, what fills up, objectives, and what would save money")
    reviewed = _add(tree, "review", review, "the monthly review: what happened, what it cost, what to change")
    reviewed.add_argument("--month", help="such as 2026-10; else the last one that is over")
    _add_tokens(tree)
    show = _add(tree, "show", show_alerts, "the same as alerts show")
    show.add_argument("alert_id", nargs="+", metavar="ID")
    completing = _add(tree, "completion", completion_of(_parser), "print the completion script of a shell")
    completing.add_argument("shell", choices=SHELLS)
    dashboard = _add(tree, "dashboard", commands.dashboard, "open the dashboard")
    dashboard.add_argument("--print-only", action="store_true", help="only say where it is")
    _add(tree, "test-email", commands.test_email, "send one mail of each severity, marked as a test")
    following = _add(tree, "tail", tail, "print what changes, until Ctrl-C")
    following.add_argument("--every", type=_seconds, default=5.0, metavar="SECONDS", help="how often to look (5)")
    return parser


def _add_alerts(tree: Tree) -> None:
    alerts = tree.add_parser("alerts", help="list alerts and deal with them").add_subparsers(
        required=True, metavar="ACTION"
    )
    listing = _add(alerts, "list", commands.list_alerts, "open ones, the worst first; resolved ones, the newest first")
    listing.add_argument("--severity", choices=SEVERITIES)
    listing.add_argument("--service")
    listing.add_argument("--resolved", choices=("false", "true", "all"), default="false")
    listing.add_argument("--limit", type=int, default=50)
    for name, action in (("ack", "acknowledge"), ("resolve", "resolve"), ("reopen", "reopen")):
        change = _add(alerts, name, commands.change_alert, f"{action} alerts by their id")
        change.add_argument("alert_id", nargs="+", metavar="ID")
        change.add_argument("--note", help="why, written down in the alert's timeline")
        change.add_argument("--by", metavar="NAME", help="who does it; else it is the token's name")
        change.set_defaults(action=action)
    _add_looks(alerts)
    reason = _add(alerts, "why", why, "why people were told of an alert, or were not")
    reason.add_argument("alert_id", nargs="+", metavar="ID")
    _add_silence(alerts)


def _add_looks(alerts: Tree) -> None:
    look = _add(alerts, "show", show_alerts, "all about alerts: what to do, evidence, who was told, notes")
    look.add_argument("alert_id", nargs="+", metavar="ID")
    noting = _add(alerts, "note", commands.change_alert, "write a note on alerts")
    noting.add_argument("alert_id", nargs="+", metavar="ID")
    noting.add_argument("--text", dest="note", required=True)
    noting.add_argument("--by", metavar="NAME")
    noting.set_defaults(action="note")


def _add_tokens(tree: Tree) -> None:
    actions = tree.add_parser("tokens", help="tokens with names").add_subparsers(required=True, metavar="ACTION")
    _add(actions, "list", tokens.list_tokens, "who has a token, and for what")
    make = _add(actions, "make", tokens.make_token, "make a token for somebody")
    make.add_argument("name")
    make.add_argument("--scope", choices=tokens.SCOPES, default="read")
    revoke = _add(actions, "revoke", tokens.revoke_tokens, "take tokens away by their names")
    revoke.add_argument("name", nargs="+")


def _add_silence(alerts: Tree) -> None:
    silence = _add(alerts, "silence", silences.begin_silence, "tell nobody of some alerts for a while")
    which = silence.add_argument_group("which alerts (one of them at least)")
    which.add_argument("--service")
    which.add_argument("--rule")
    which.add_argument("--fingerprint")
    which.add_argument("--all", action="store_true", help="every alert, critical ones included; for a day at most")
    silence.add_argument("--minutes", type=int, default=60)
    silence.add_argument("--reason", required=True)


def _add_silences(tree: Tree) -> None:
    parser = _add(tree, "silences", silences.list_silences, "list silences, those that hold now first; end them")
    actions = parser.add_subparsers(metavar="ACTION")
    _add(actions, "list", silences.list_silences, "the same as no action")
    end = _add(actions, "end", silences.end_silences, "end silences by their id, now")
    end.add_argument("silence_id", nargs="+", metavar="ID")


def _add(tree: Tree, name: str, run: Command, text: str) -> _Parser:
    command = tree.add_parser(name, help=text, description=text)
    # Without a default, so that "silences --json end ID" is not undone by its second half.
    command.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="for scripts")
    command.set_defaults(run=run)
    return command


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= _DAY_SECONDS:
        raise argparse.ArgumentTypeError(f"must be more than 0, and {_DAY_SECONDS} at most")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
