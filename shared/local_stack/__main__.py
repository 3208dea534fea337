"""`python -m local_stack COMMAND`: what the Makefile calls."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from local_stack import checks, chosen, console, database, lifecycle, migration, runtime_emulator, stack_file
from local_stack.errors import StackError
from local_stack.paths import Paths
from local_stack.progress import complain, step

type Command = Callable[[Paths, argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 1 and a sentence if it fails."""
    options = _parser().parse_args(arguments)
    run: Command = options.run
    try:
        run(Paths(), options)
    except StackError as error:
        if error.log:
            complain(f"\n{error.log}\n")
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        complain("Interrupted. Run the command again to go on.")
        return 130
    except BrokenPipeError:
        # Whoever read the output has seen enough ("make logs | head").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local_stack", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text)
        command.set_defaults(run=run)
        return command

    up = add("up", _up, "start, build, migrate and deploy what is not up to date")
    up.add_argument("--set", default="", help='parameters of template.yaml to keep: "FalDailyCostLimit=80 Name=value"')
    add("down", lambda paths, _: lifecycle.down(paths), "stop everything, keep the data")
    add("reset", lambda paths, _: lifecycle.reset(paths), "stop everything and drop its data")
    add("status", lambda paths, _: console.status(paths), "show what runs and where")
    add("migrate", _migrate, "bring the database up to the newest migration")
    logs = add("logs", _logs, "show a function's last log lines")
    logs.add_argument("function", help="its folder under functions/")
    invoke = add("invoke", _invoke, "run a built function in the Lambda runtime emulator")
    invoke.add_argument("function", help="its folder under functions/")
    invoke.add_argument("--event", type=Path, required=True, help="a JSON file")
    postgres = add("postgres", _postgres, "stop, start, freeze or thaw the database server")
    postgres.add_argument("action", choices=["start", "stop", "restart", "pause", "resume"])
    postgres.add_argument("--mode", choices=["fast", "immediate", "smart"], default="fast", help="how to stop")
    return parser


def _up(paths: Paths, options: argparse.Namespace) -> None:
    chosen.choose(paths, options.set)
    running = lifecycle.up(
        paths,
        schedules=_switched_on("PAWPOP_LOCAL_SCHEDULES", default="true"),
        permissions=_switched_on("PAWPOP_LOCAL_PERMISSIONS", default="false"),
    )
    console.where_to_look(running)
    console.channels(running)
    console.what_was_chosen(paths)
    with step("First round of checks"):
        checks.run_all(running)


def _switched_on(name: str, *, default: str) -> bool:
    return os.environ.get(name, default).lower() not in {"false", "0", "no", "off"}


def _migrate(paths: Paths, _options: argparse.Namespace) -> None:
    paths.create()
    migration.migrate(paths, os.environ.get("DATABASE_URL") or database.start(paths))
    print("The database is up to date.")


def _logs(paths: Paths, options: argparse.Namespace) -> None:
    console.logs(stack_file.load(paths), options.function)


def _invoke(paths: Paths, options: argparse.Namespace) -> None:
    invocation = runtime_emulator.invoke(paths, stack_file.load(paths), options.function, options.event)
    print(invocation.log)
    print(f"Result: {invocation.result}")
    print(f"INIT duration: {invocation.init_milliseconds} ms")
    if invocation.failed:
        raise StackError(f"The function {options.function} failed.")


def _postgres(paths: Paths, options: argparse.Namespace) -> None:
    server = database.cluster(paths)
    actions: dict[str, Callable[[], object]] = {
        "start": server.start,
        "stop": lambda: server.stop(options.mode),
        "restart": lambda: server.restart(options.mode),
        "pause": server.pause,
        "resume": server.resume,
    }
    actions[options.action]()


if __name__ == "__main__":
    sys.exit(main())
