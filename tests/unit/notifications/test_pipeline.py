"""The order of the stages, in sight and in one file each."""

from dataclasses import fields
from pathlib import Path

from pawpop_monitoring.notifications.pipeline import STAGES, Stages

FOLDER = Path("layers/common/pawpop_monitoring/notifications/stages")


def test_the_stages_of_a_channel_are_those_of_the_list() -> None:
    assert tuple(field.name for field in fields(Stages)) == STAGES


def test_each_stage_is_a_file_of_its_own() -> None:
    assert {file.stem for file in FOLDER.glob("*.py")} - {"__init__"} == set(STAGES)


def test_content_knows_no_channel() -> None:
    sources = (FOLDER.parent / "content").rglob("*.py")
    assert not [file for file in sources if "notifications.channel" in file.read_text()]
