"""What a deployment needs of the outside; implemented over a terminal, AWS, Resend and Postgres, or by tests."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from deploy.stored_secrets import Held


class Prompt(Protocol):
    """The person at the other end; NobodyThereError if there is none."""

    def say(self, text: str) -> None:
        """Show some lines."""
        ...

    def ask(self, question: str, *, default: str, hidden: bool) -> str:
        """An answer, without spaces around it; `default` for none. `hidden` if it must not be seen."""
        ...

    def confirm(self, question: str, *, usual: bool) -> bool:
        """Whether the person says yes; `usual` for an empty answer."""
        ...


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack as AWS has it: `resources` maps logical to physical names, `template` is its text."""

    status: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    resources: Mapping[str, str] = field(default_factory=dict)
    template: str = ""


@dataclass(frozen=True, slots=True)
class KeptQueue:
    """`name` is that of the template, `messages` how many it holds, also those that nobody may have yet."""

    name: str
    url: str
    messages: int


class Cloud(Protocol):
    """The AWS account and region of one installation. DeployError for what a person has to mend."""

    def account(self) -> str:
        """Its number; DeployError without credentials."""
        ...

    def stack(self) -> Stack | None:
        """The stack as it is; None if there is none."""
        ...

    def concurrency(self) -> int | None:
        """How many functions may run at once in the account; None if that can't be seen."""
        ...

    def may_mail_anybody(self) -> bool | None:
        """Whether SES sends to addresses that it has not verified; None if that can't be seen."""
        ...

    def secrets(self) -> Mapping[str, Held]:
        """What Parameter Store has, by parameter."""
        ...

    def earlier_secrets(self, stack: Stack) -> Mapping[str, str]:
        """What version 0.1 kept in Secrets Manager, by parameter."""
        ...

    def remove_secrets(self) -> None:
        """Delete all of them."""
        ...

    def template(self, build: Path) -> Path:
        """What of a build is deployed."""
        ...

    def deploy(self, values: Mapping[str, str], insisted: Collection[str], build: Path) -> Stack:
        """Keep the secrets among `values`, see `fates`, and bring the stack to what was built.

        DeployError with the first reason if that fails.
        """
        ...

    def delete(self) -> None:
        """Delete the stack and wait until it is gone."""
        ...

    def run_check(self, stack: Stack, function: str) -> str:
        """Run the function of this logical name; a line on what it saw, or on why it broke off."""
        ...

    def kept_queues(self, stack: Stack | None) -> Sequence[KeptQueue]:
        """Queues that an earlier stack of this name left behind, oldest first."""
        ...

    def bring_back(self, stack: Stack, queues: Sequence[KeptQueue]) -> int:
        """Put what waits in them into the queues of `stack`, and delete those that are empty; how many were moved."""
        ...

    def delete_queue(self, queue: KeptQueue) -> None:
        """For one that is empty."""
        ...


@dataclass(frozen=True, slots=True)
class Domains:
    """What Resend says of a key: `refused` why it takes none, `verified` its domains, None if it may not see them."""

    refused: str = ""
    verified: frozenset[str] | None = None
    unknown: str = ""
    """Why nothing is known of the key."""


class Resend(Protocol):
    """The provider of mails."""

    def domains(self, key: str, base_url: str) -> Domains:
        """Asks once."""
        ...


class Postgres(Protocol):
    """The database that is watched."""

    def refusal(self, url: str) -> str | None:
        """Why a login is refused, in a sentence; None if it is not."""
        ...

    def pending(self, url: str) -> Sequence[str]:
        """Names of migrations that the database does not have."""
        ...

    def migrate(self, url: str) -> None:
        """Apply them; DeployError if that fails."""
        ...


type Build = Callable[[str], Path]
"""Build everything for an architecture, and answer where it is; DeployError if that fails."""
