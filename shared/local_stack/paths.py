"""Where the local stack keeps its files: everything is under the checkout's git-ignored `.local/`."""

import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Paths:
    """The files of one checkout. `tools` holds the programs that `make install` brought.

    A named stack lives beside the unnamed one of `make up`, so that tests leave a person's stack alone.
    """

    root: Path = CHECKOUT
    name: str = ""

    @property
    def local(self) -> Path:
        return self.root / ".local" / self.name

    @property
    def logs(self) -> Path:
        return self.local / "logs"

    @property
    def run(self) -> Path:
        return self.local / "run"

    @property
    def scratch(self) -> Path:
        return self.local / "tmp"

    @property
    def stack_file(self) -> Path:
        return self.local / "stack.json"

    @property
    def parameters_file(self) -> Path:
        return self.local / "parameters.env"

    @property
    def template(self) -> Path:
        return self.root / "template.yaml"

    @property
    def build(self) -> Path:
        return self.root / ".aws-sam" / "build"

    @property
    def functions(self) -> Path:
        return self.root / "functions"

    @property
    def migrations(self) -> Path:
        return self.root / "shared" / "migrations"

    @property
    def tools(self) -> Path:
        return Path(sys.executable).parent

    def create(self) -> None:
        for folder in (self.logs, self.run, self.scratch):
            folder.mkdir(parents=True, exist_ok=True)
