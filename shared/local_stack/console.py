"""What the small commands print: where things are, and what a function logged."""

from local_stack import chosen, database, emulator, function_log, sandbox_process
from local_stack.errors import StackError
from local_stack.paths import Paths
from local_stack.stack_file import Stack


def where_to_look(stack: Stack) -> None:
    print(f"""
The stack is up.
  API        {stack.api_url}/api/monitoring/health
  Dashboard  {stack.dashboard_url}
  Token      {stack.tokens.admin} (the dashboard asks for it)
  Outbox     {stack.outbox_url}
  Database   {stack.database_url}
  Further tokens and the queues are in .local/stack.json; 'make help' lists what else there is.""")


def channels(stack: Stack) -> None:
    """Name the channels besides mail, and where what they were told is seen."""
    if stack.channels:
        print(f"  Channels   {', '.join(stack.channels)}: {stack.sandbox_url}/_received/<channel>")
    if "slack" in stack.channels:
        print(f"  Slack      {stack.sandbox_url}/slack/messages")
    if "pagerduty" in stack.channels:
        print(f"  PagerDuty  {stack.sandbox_url}/pagerduty/incidents")


def what_was_chosen(paths: Paths) -> None:
    """Name the parameters that differ here because somebody wanted it so."""
    if names := sorted(chosen.chosen(paths)):
        print(f"  Set in {paths.parameters_file.relative_to(paths.root)}: {', '.join(names)}")


def status(paths: Paths) -> None:
    """Print what runs; StackError if something does not."""
    emulated, sandbox, server = (
        emulator.running(paths),
        sandbox_process.running(paths),
        database.cluster(paths),
    )
    print(f"AWS emulator  {emulator.url(emulated) if emulated else 'stopped'}")
    print(f"Sandbox       {sandbox_process.url(sandbox) if sandbox else 'stopped'}")
    print(f"Postgres      {f'127.0.0.1:{server.port}' if server.is_running() else 'stopped'}")
    if not (emulated and sandbox and server.is_running()):
        raise StackError("Not everything runs. 'make up' starts what is missing.")


def logs(stack: Stack, function: str, limit: int = 100) -> None:
    """Print the newest lines that a function wrote."""
    lines = function_log.lines(stack, function)
    print("\n".join(lines[-limit:]) or f"{function} has not run yet.")
