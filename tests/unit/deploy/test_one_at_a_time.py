"""Two people, or two terminals, at one installation."""

from pathlib import Path

import pytest

from deploy.errors import DeployError
from deploy.installation import Installation


def test_one_command_at_a_time_changes_an_installation(tmp_path: Path) -> None:
    with (
        Installation("prod", tmp_path).to_oneself(),
        pytest.raises(DeployError, match="Another command is changing pawpop-monitoring from this checkout"),
        Installation("prod", tmp_path).to_oneself(),
    ):
        pass


def test_another_installation_waits_for_nobody_and_the_same_one_may_come_later(tmp_path: Path) -> None:
    with Installation("prod", tmp_path).to_oneself(), Installation("dev", tmp_path).to_oneself():
        pass
    with Installation("prod", tmp_path).to_oneself():
        pass
