"""Tokens with names: made, listed and revoked where the installation keeps its secrets, in SSM Parameter Store.

Only a digest is kept there, so a token is shown once, when it is made. It works at once, and is dead ten minutes
after it was revoked: so long may the authorizer's answer and its copy of the secret be kept.
"""

import os
import secrets
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outcome import CommandError, Exit
from pawpop_monitor.table import show
from pawpop_monitor.target import STACK_FILE, stack_of

SCOPES = ("admin", "read", "track")
_USUAL_STACK = "pawpop-monitoring"
_MOST_CHARACTERS = 4096
_LONGEST_NAME = 40
_RESERVED = frozenset({"check", "mail link", *SCOPES})


def make_token(_client: Client, options: Namespace) -> Exit:
    """Make a token for somebody, and show it this once."""
    name = _checked(options.name)
    store = _Store()
    if any(name == known for scope in SCOPES for known in _names(store.entries(scope))):
        raise CommandError(f"There is a token called {name} already. Revoke it first.", Exit.USAGE)
    token = secrets.token_urlsafe(24)
    digest = sha256(token.encode()).hexdigest()
    store.write(options.scope, [*store.entries(options.scope), f"{name}:sha256:{digest}"])
    if not print_json({"name": name, "scope": options.scope, "token": token}, options):
        print(token)
        print(f"It is {name}'s, may {options.scope}, and is shown this once.")
    return Exit.HEALTHY


def list_tokens(_client: Client, options: Namespace) -> Exit:
    """Who has a token, and for what; those without a name are counted."""
    store = _Store()
    known = {scope: store.entries(scope) for scope in SCOPES}
    rows = [[name, scope] for scope, entries in known.items() for name in _names(entries)]
    bare = {scope: len(entries) - len(_names(entries)) for scope, entries in known.items()}
    if not print_json({"tokens": [{"name": name, "scope": scope} for name, scope in rows], "nameless": bare}, options):
        show(
            ["NAME", "SCOPE"],
            [*rows, *([f"({count} without a name)", scope] for scope, count in bare.items() if count)],
        )
        if shared := _shared(known):
            print(f"One token stands in {' and '.join(shared)} and opens nothing: give each scope its own.")
    return Exit.HEALTHY


def revoke_tokens(_client: Client, options: Namespace) -> Exit:
    """Take the tokens of these names away."""
    store = _Store()
    code = Exit.HEALTHY
    for name in options.name:
        scopes = [scope for scope in SCOPES if name in _names(store.entries(scope))]
        for scope in scopes:
            store.write(scope, [entry for entry in store.entries(scope) if not entry.startswith(f"{name}:sha256:")])
            print(f"Revoked: {name} ({scope}). It is taken for ten minutes at most.")
        if not scopes:
            print(f"There is no token called {name}.")
            code = Exit.USAGE
    return code


def _checked(name: str) -> str:
    wanted = " ".join(name.split())
    is_name = 0 < len(wanted) <= _LONGEST_NAME and wanted.isprintable() and not set(wanted) & set(",:")
    if not is_name or wanted in _RESERVED:
        raise CommandError("A name has 1 to 40 characters, no comma and no colon, and is not a scope's.", Exit.USAGE)
    return wanted


def _names(entries: list[str]) -> list[str]:
    return [entry.partition(":sha256:")[0] for entry in entries if ":sha256:" in entry]


def _shared(known: Mapping[str, list[str]]) -> list[str]:
    """The scopes with a token that another has as well, by the digests of those without a name too."""
    digests = {scope: {_digest(entry) for entry in entries} for scope, entries in known.items()}
    return [scope for scope in known if any(digests[scope] & digests[other] for other in known if other != scope)]


def _digest(entry: str) -> str:
    return entry.partition(":sha256:")[2] or sha256(entry.encode()).hexdigest()


class _Store:
    """The parameters of this installation: the local stack's, else of PAWPOP_STACK in the environment's account."""

    def __init__(self) -> None:
        stack = {} if os.environ.get("PAWPOP_API_URL") else stack_of(Path.cwd())
        self._name = stack.get("stack_name") or os.environ.get("PAWPOP_STACK") or _USUAL_STACK
        self._ssm = _ssm(stack)

    def entries(self, scope: str) -> list[str]:
        """What is kept for a scope."""
        with _told():
            try:
                answer = self._ssm.get_parameter(Name=self._parameter(scope), WithDecryption=True)
            except self._ssm.exceptions.ParameterNotFound:
                return []
        return [entry.strip() for entry in answer["Parameter"]["Value"].split(",") if entry.strip()]

    def write(self, scope: str, entries: list[str]) -> None:
        """Keep these in place of what was kept."""
        value = ",".join(entries)
        if len(value) > _MOST_CHARACTERS:
            raise CommandError("There is no room for another token of this scope. Revoke one first.", Exit.USAGE)
        with _told():
            if value:
                self._ssm.put_parameter(Name=self._parameter(scope), Value=value, Type="SecureString", Overwrite=True)
            else:
                self._ssm.delete_parameter(Name=self._parameter(scope))

    def _parameter(self, scope: str) -> str:
        return f"/pawpop/{self._name}/api-tokens/{scope}"


def _ssm(stack: dict[str, Any]) -> Any:
    try:
        import boto3  # noqa: PLC0415  only this command needs it
    except ImportError:
        raise CommandError(
            f"Tokens are kept in AWS: run this from the checkout ({STACK_FILE.parent.name}) or install boto3."
        ) from None
    if not stack:
        with _told():
            return boto3.client("ssm")
    local = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": stack["region"]}
    return boto3.client("ssm", endpoint_url=stack["aws_endpoint_url"], **local)


@contextmanager
def _told() -> Iterator[None]:
    """What AWS refuses, and what is missing to ask it, as one sentence."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  only this command needs it

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        why = str(error).rstrip(".")
        raise CommandError(f"Parameter Store, which keeps the tokens, can't be asked: {why}.") from None
