"""One of possibly several installations in an AWS account: `make deploy ENV=dev`."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import DeployError
from local_stack.paths import CHECKOUT
from local_stack.turns import alone

USUAL = "prod"
_STACK = "pawpop-monitoring"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,19}")

PRESETS: Mapping[str, Mapping[str, str]] = {"dev": {"CheckInterval": "rate(15 minutes)", "LogRetentionDays": "7"}}
"""What a new installation of this name begins with instead of the template's defaults."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Its names, and the files of this checkout that belong to it; `name` is that of ENV."""

    name: str = USUAL
    root: Path = CHECKOUT

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise DeployError(f"ENV={self.name}: must be up to 20 lower-case letters, digits and dashes.")

    @property
    def stack(self) -> str:
        """The name of the stack, and below /pawpop/ of its secrets."""
        return _STACK if self.name == USUAL else f"{_STACK}-{self.name}"

    @property
    def folder(self) -> Path:
        """Git-ignored, and not dropped by `make reset`."""
        return self.root / ".deploy"

    @property
    def answers(self) -> Path:
        """What was answered: `Name=value` a line, for its owner's eyes only."""
        return self.folder / f"{self.name}.env"

    @contextmanager
    def to_oneself(self) -> Iterator[None]:
        """Within it nobody else changes this installation from here; DeployError if somebody is at it."""
        with alone(self.folder / f"{self.name}.lock") as nobody_else:
            if not nobody_else:
                raise DeployError(
                    f"Another command is changing {self.stack} from this checkout. Wait until it is done."
                )
            yield

    def command(self, setting: str = "", *, target: str = "deploy") -> str:
        """What to type, for example to change one value."""
        env = "" if self.name == USUAL else f" ENV={self.name}"
        return f"make {target}{env}" + (f" SET='{setting}'" if setting else "")
