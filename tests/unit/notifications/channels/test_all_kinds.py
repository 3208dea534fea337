"""The registry of channels, and what each entry promises."""

from pathlib import Path

import pytest

from pawpop_monitoring.notifications.channel_kind import ChannelKind
from pawpop_monitoring.notifications.channels.all_kinds import KINDS

FOLDER = Path("layers/common/pawpop_monitoring/notifications/channels")
MAIL = "email"


def test_each_folder_of_a_channel_is_an_entry() -> None:
    folders = {folder.name for folder in FOLDER.iterdir() if (folder / "__init__.py").exists()}
    assert folders == {MAIL, *(kind.name.replace("-", "_") for kind in KINDS)}


def test_names_and_settings_are_given_once() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert len({kind.setting for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_channel_is_compose_wire_and_answers(kind: ChannelKind) -> None:
    files = {file.name for file in (FOLDER / kind.name.replace("-", "_")).glob("*.py")}
    assert {"kind.py", "compose.py", "answers.py"} <= files


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_channel_that_nobody_set_up_has_no_name(kind: ChannelKind) -> None:
    assert [*kind.names("", {})] == []
    assert [*kind.names(" \n", {})] == []
