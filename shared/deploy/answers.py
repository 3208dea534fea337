"""The file of answers of one installation, which a person may read and edit."""

import os
from collections.abc import Mapping
from pathlib import Path

from deploy.errors import DeployError
from parameter_file import file
from parameter_file.errors import ParameterError

_HEADER = (
    "# Answers of `make deploy`; a parameter without its line has its default. Edit it and run `make deploy` again.\n"
    "# It holds keys: for your eyes only, and not for git.\n"
)


def load(path: Path) -> dict[str, str]:
    """What was answered; DeployError names a line that can't be read."""
    try:
        return file.load(path)
    except ParameterError as error:
        raise DeployError(str(error)) from None


def keep(path: Path, values: Mapping[str, str], told: Mapping[str, str]) -> None:
    """Write `values` in place of what they were, new ones below the words of `told`; readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        path.write_text(_HEADER, "utf-8")
    path.chmod(0o600)
    file.change(path, values, told)
