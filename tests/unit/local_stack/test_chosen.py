"""Parameters that a person chose for the local stack."""

from pathlib import Path

import pytest

from local_stack.chosen import REFUSED, choose, chosen, whole
from local_stack.errors import StackError
from local_stack.paths import Paths
from parameter_file.declared import declared
from tests.unit.template.document import FILE


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    (tmp_path / "template.yaml").write_text(FILE.read_text())
    return Paths(tmp_path)


def test_what_is_chosen_once_holds_for_each_later_up(paths: Paths) -> None:
    choose(paths, "FalDailyCostLimit=80 SupabaseConnectionThreshold=95")
    choose(paths, "")
    assert chosen(paths) == {"FalDailyCostLimit": "80", "SupabaseConnectionThreshold": "95"}


def test_a_named_stack_keeps_its_own(paths: Paths) -> None:
    choose(paths, "FalDailyCostLimit=80")
    assert chosen(Paths(paths.root, "tests")) == {}


def test_a_wrong_name_changes_nothing(paths: Paths) -> None:
    with pytest.raises(StackError, match=r"Did you mean .*FalDailyCostLimit"):
        choose(paths, "SupabaseConnectionThreshold=95 FalDailyCost=80")
    assert chosen(paths) == {}


def test_a_wrong_line_in_the_file_is_told_with_the_file(paths: Paths) -> None:
    choose(paths, "FalDailyCostLimit=80")
    paths.parameters_file.write_text("FalDailyLimit=80\n")
    with pytest.raises(StackError, match=r"FalDailyLimit(.|\n)*\.local/parameters\.env"):
        chosen(paths)


def test_what_the_local_stack_makes_itself_can_not_be_chosen(paths: Paths) -> None:
    assert declared(FILE).keys() >= REFUSED.keys()
    for name in REFUSED:
        with pytest.raises(StackError, match=name):
            choose(paths, f"{name}=x")


def test_what_is_chosen_no_more_has_its_default_again(paths: Paths) -> None:
    choose(paths, "FalDailyCostLimit=80 AlarmEmail=a@example.com GroupingSeconds=7")
    assert whole(paths, {"GroupingSeconds": "2"})["GroupingSeconds"] == "7"
    paths.parameters_file.unlink()
    values = whole(paths, {"GroupingSeconds": "2"})
    assert (values["FalDailyCostLimit"], values["AlarmEmail"], values["GroupingSeconds"]) == ("50", "", "2")


def test_every_parameter_has_a_value_or_is_made_here(paths: Paths) -> None:
    known = declared(FILE)
    without_default = {name for name, each in known.items() if each.default is None}
    assert whole(paths, dict.fromkeys(without_default, "x")).keys() == known.keys()
