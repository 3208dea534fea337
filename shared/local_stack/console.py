"""What the small commands print: where things are, what the API says, what a function logged."""

import json
import time
from typing import Any

import httpx

from local_stack import database, emulator, function_log, sandbox_process
from local_stack.errors import StackError
from local_stack.paths import Paths
from local_stack.stack import Stack

MAIL_TIMEOUT = 30.0


def where_to_look(stack: Stack) -> None:
    print(f"""
The stack is up.
  API        {stack.api_url}/api/monitoring/health
  Dashboard  {stack.dashboard_url}
  Outbox     {stack.outbox_url}
  Database   {stack.database_url}
  Tokens and queues are in .local/stack.json; 'make help' lists what else there is.""")


def status(paths: Paths) -> None:
    emulated, sandbox, server = (
        emulator.running(paths),
        sandbox_process.running(paths),
        database.cluster(paths),
    )
    print(f"AWS emulator  {emulator.url(emulated) if emulated else 'stopped'}")
    print(f"Sandbox       {sandbox_process.url(sandbox) if sandbox else 'stopped'}")
    print(f"Postgres      {f'127.0.0.1:{server.port}' if server.is_running() else 'stopped'}")


def health(stack: Stack) -> None:
    _show(_call(stack, "GET", "/health", token=stack.tokens.read))


def alerts(stack: Stack) -> None:
    _show(_call(stack, "GET", "/alerts", token=stack.tokens.read))


def test_email(stack: Stack) -> None:
    """Raise an alert through the API and wait until its mail is in the outbox."""
    before = len(_outbox(stack))
    alert = {"service": "system", "severity": "high", "message": f"Test alert {time.strftime('%H:%M:%S')}"}
    answer = _call(stack, "POST", "/alerts", token=stack.tokens.admin, body=alert)
    if answer.is_error:
        raise StackError(f"The API answered {answer.status_code}: {answer.text}")
    deadline = time.monotonic() + MAIL_TIMEOUT
    while len(mails := _outbox(stack)) == before:
        if time.monotonic() > deadline:
            raise StackError("No mail arrived. 'make logs FUNCTION=notifier' tells why.")
        time.sleep(0.1)
    print(f"Sent: {mails[-1]['subject']}\n  to {', '.join(mails[-1]['to'])}\n  see {stack.outbox_url}")


def logs(stack: Stack, function: str, limit: int = 100) -> None:
    """Print the newest lines that a function wrote."""
    lines = function_log.lines(stack, function)
    print("\n".join(lines[-limit:]) or f"{function} has not run yet.")


def _call(stack: Stack, method: str, path: str, *, token: str, body: dict[str, str] | None = None) -> httpx.Response:
    try:
        return httpx.request(
            method,
            f"{stack.api_url}/api/monitoring{path}",
            headers={"Authorization": f"Bearer {token}"},
            json=body,
            timeout=35,
        )
    except httpx.ConnectError:
        raise StackError("The local stack does not answer. Run 'make up'.") from None


def _outbox(stack: Stack) -> list[dict[str, Any]]:
    mails: list[dict[str, Any]] = httpx.get(stack.outbox_url).json()
    return mails


def _show(answer: httpx.Response) -> None:
    try:
        print(json.dumps(answer.json(), indent=2, ensure_ascii=False))
    except ValueError:
        print(answer.text)
