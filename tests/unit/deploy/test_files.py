"""The files of a deployment: answers that a person edits, and what sam is told."""

import json
import stat
from pathlib import Path

import pytest
from samcli.cli.types import CfnParameterOverridesType
from samcli.lib.config.samconfig import SamConfig

from deploy import answers, sam
from deploy.errors import DeployError
from deploy.questions import REGION
from deploy.suggestions import of_emulator
from local_stack.paths import CHECKOUT, Paths
from tests.unit.deploy.conftest import RULES


def test_a_value_keeps_its_place_its_comment_and_its_quotes(tmp_path: Path) -> None:
    file = tmp_path / ".deploy" / "prod.env"
    answers.keep(file, {"A": "1", "B": "two words"}, {"A": "What A is."})
    file.write_text(file.read_text().replace("A=1", "# my own words\nA=1"))
    answers.keep(file, {"A": '"quoted"', "B": "two\nlines", "C": ""}, {})
    assert answers.load(file) == {"A": '"quoted"', "B": "two\nlines", "C": ""}
    lines = file.read_text().splitlines()
    assert lines[lines.index("# What A is.") : lines.index("# What A is.") + 2] == ["# What A is.", "# my own words"]


def test_a_file_that_others_may_read_is_closed_again(tmp_path: Path) -> None:
    file = tmp_path / "prod.env"
    answers.keep(file, {"A": "1"}, {})
    file.chmod(0o644)
    answers.keep(file, {"A": "2"}, {})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_line_that_sets_nothing_is_named(tmp_path: Path) -> None:
    file = tmp_path / "prod.env"
    file.write_text("DatabaseUrl postgresql://h/d\n")
    with pytest.raises(DeployError, match="DatabaseUrl postgresql"):
        answers.load(file)


class _Store:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def keep(self, given: dict[str, str], _insisted: object) -> None:
        self.kept = given

    def revision(self) -> str:
        return "7"


def test_sam_is_told_of_no_secret_and_of_every_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[list[str]] = []
    monkeypatch.setattr("deploy.sam.tool.run", lambda _paths, command, **_: told.append(list(command)))
    target = sam.Target("shop", "eu-central-1", tmp_path / "template.yaml", tmp_path / "config.yaml", {})
    store = _Store()
    values = {"DatabaseUrl": "postgresql://u:p@h/d", "AlertSender": 'Shop "A" <a@example.com>'}
    sam.bring_up_to(Paths(tmp_path), target, store, values, RULES, (), "failed")  # type: ignore[arg-type]
    settings = json.loads((tmp_path / "config.yaml").read_text())["default"]["deploy"]["parameters"]
    assert settings["parameter_overrides"] == ['AlertSender="Shop \\"A\\" <a@example.com>"', 'SecretsRevision="7"']
    assert settings["resolve_s3"]
    assert store.kept == {"DatabaseUrl": "postgresql://u:p@h/d"}
    assert stat.S_IMODE((tmp_path / "config.yaml").stat().st_mode) == 0o600
    assert told[0][:2] == ["sam", "deploy"]


@pytest.mark.parametrize(
    "value",
    [
        "Füllstand <a@example.com>",
        "Porträts = fal-ai; 🔥 = stripe",
        "ann: slack:ann\nbob: mail:bob@shop.com",
        '"Paw, Pop" <a@example.com>',
        "a\\b",
        "it's",
        "",
    ],
)
def test_sam_reads_a_value_as_it_was_written(value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.sam.tool.run", lambda *_, **__: None)
    target = sam.Target("shop", "eu-central-1", tmp_path / "template.yaml", tmp_path / "config.yaml", {})
    sam.bring_up_to(Paths(tmp_path), target, _Store(), {"AlertSender": value}, RULES, (), "failed")  # type: ignore[arg-type]
    read = SamConfig(str(tmp_path), "config.yaml").get_all(["deploy"], "parameters")
    overrides = CfnParameterOverridesType().convert(tuple(read["parameter_overrides"]), None, None)
    assert overrides["AlertSender"] == value


@pytest.mark.parametrize("name", ["", "tests"])
def test_on_an_emulator_enter_takes_its_own_sandbox(tmp_path: Path, name: str) -> None:
    (tmp_path / "template.yaml").symlink_to(CHECKOUT / "template.yaml")
    paths = Paths(tmp_path, name)
    paths.create()
    stack = {"aws_endpoint_url": "http://127.0.0.1:1", "database_url": "postgresql://h/d", "sandbox_url": "http://box"}
    paths.stack_file.write_text(json.dumps(stack))
    suggested = of_emulator(Paths(tmp_path), "http://127.0.0.1:1/")
    assert (suggested["DatabaseUrl"], suggested["ResendBaseUrl"]) == ("postgresql://h/d", "http://box/resend")
    assert "ApiAdminToken" not in suggested
    assert suggested[REGION]
    assert "DatabaseUrl" not in of_emulator(Paths(tmp_path), "http://127.0.0.1:2")
