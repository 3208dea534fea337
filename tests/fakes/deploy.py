"""The outside of a deployment: a person, an AWS account, Resend and a database, all in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.errors import DeployError, NobodyThereError
from deploy.ports import Domains, KeptQueue, Stack
from deploy.stored_secrets import Fate, Held, fates


@dataclass
class FakePrompt:
    """Answers by what a question begins with, Enter to all others; without a person, nothing."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    present: bool = True
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: str, *, default: str, hidden: bool) -> str:
        if not self.present:
            raise NobodyThereError
        self.asked.append(question)
        given = next((queue for start, queue in self.answers.items() if question.startswith(start) and queue), None)
        return (given.pop(0) if given else "") or default

    def confirm(self, question: str, *, usual: bool) -> bool:
        if not self.present:
            raise NobodyThereError
        self.asked.append(question)
        given = self.answers.get(question, [])
        return given.pop(0) == "y" if given else usual

    def text(self) -> str:
        """All that was said."""
        return "\n".join(self.said)


@dataclass
class FakeCloud:
    """An account that is told what to fail with; `happened` is shared by all fakes, in order."""

    rules: Mapping[str, Any]
    happened: list[str] = field(default_factory=list)
    present: Stack | None = None
    held: dict[str, Held] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)
    functions_at_once: int | None = 1000
    mails_anybody: bool | None = True
    failures: list[str] = field(default_factory=list)
    left: list[KeptQueue] = field(default_factory=list)
    deployed: dict[str, str] = field(default_factory=dict)
    template_text: str = "Resources: {}"

    def account(self) -> str:
        return "123456789012"

    def stack(self) -> Stack | None:
        return self.present

    def concurrency(self) -> int | None:
        return self.functions_at_once

    def may_mail_anybody(self) -> bool | None:
        return self.mails_anybody

    def secrets(self) -> Mapping[str, Held]:
        return dict(self.held)

    def earlier_secrets(self, stack: Stack) -> Mapping[str, str]:
        return self.earlier

    def remove_secrets(self) -> None:
        self.held.clear()

    def template(self, build: Path) -> Path:
        return build / "template.yaml"

    def deploy(self, values: Mapping[str, str], insisted: Collection[str], build: Path) -> Stack:
        given = {name: value for name, value in values.items() if self.rules[name].kept_as}
        for name, fate in fates(given, self.held, insisted).items():
            if fate is Fate.WRITE:
                former = self.held[name].former if name in self.held else frozenset()
                self.held[name] = Held(given[name], former | {given[name]})
            elif fate is Fate.REMOVE:
                del self.held[name]
        if self.failures:
            raise DeployError(self.failures.pop(0))
        self.happened.append("deployed")
        self.deployed = {name: value for name, value in values.items() if name not in given}
        self.present = Stack(
            status="CREATE_COMPLETE",
            parameters=self.deployed,
            outputs={"ApiUrl": "https://api.example/prod"},
            resources={"CheckSystemFunction": "system", "CheckStripeFunction": "stripe", "AlertQueue": "queue"},
            template=(build / "template.yaml").read_text(),
        )
        return self.present

    def delete(self) -> None:
        self.happened.append("deleted")
        self.present = None

    def run_check(self, stack: Stack, function: str) -> str:
        self.happened.append(f"ran {function}")
        return f"{function}: healthy"

    def kept_queues(self, stack: Stack | None) -> Sequence[KeptQueue]:
        return list(self.left)

    def bring_back(self, stack: Stack, queues: Sequence[KeptQueue]) -> int:
        self.left.clear()
        return sum(queue.messages for queue in queues)

    def delete_queue(self, queue: KeptQueue) -> None:
        self.left.remove(queue)


@dataclass
class FakeResend:
    """Answers by key, and knows all others."""

    known: dict[str, Domains] = field(default_factory=dict)

    def domains(self, key: str, base_url: str) -> Domains:
        return self.known.get(key, Domains(verified=frozenset({"pawpopart.com"})))


@dataclass
class FakePostgres:
    """`refusals` by address, `migrations` are those that are missing."""

    happened: list[str]
    refusals: dict[str, str] = field(default_factory=dict)
    migrations: list[str] = field(default_factory=lambda: ["1_first"])

    def refusal(self, url: str) -> str | None:
        return self.refusals.get(url)

    def pending(self, url: str) -> Sequence[str]:
        return list(self.migrations)

    def migrate(self, url: str) -> None:
        self.happened.append(f"migrated {url}")
        self.migrations.clear()


@dataclass
class FakeApi:
    """Takes test alerts; `outcomes` are what is said of the mail's delivery, one each time it is asked."""

    happened: list[str]
    outcomes: list[str | None] = field(default_factory=lambda: ["accepted"])

    def create_alert(self, service: str, severity: str, message: str, details: dict[str, Any] | None) -> dict[str, Any]:
        self.happened.append(f"raised {severity} {details}")
        return {"alert": {"id": "a"}}

    def alert(self, alert_id: str) -> dict[str, Any]:
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        return {"alert": {"id": alert_id, "lastDelivery": {"outcome": outcome, "note": None} if outcome else None}}

    def update_alert(self, alert_id: str, action: str) -> dict[str, Any]:
        self.happened.append(f"{action} {alert_id}")
        return {}


def build_of(folder: Path, text: str) -> Callable[[str], Path]:
    """A build that is there already."""

    def build(_architecture: str) -> Path:
        (folder / "template.yaml").write_text(text)
        return folder

    return build
