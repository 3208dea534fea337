"""What checkov is told to leave out has a written reason, and its packages are pinned by hashes of no named index."""

import re
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "checkov"
CI = (FOLDER.parents[1] / ".ci" / "run").read_text("utf-8")
CONFIG = (FOLDER / "checkov.yaml").read_text("utf-8")
SKIP = re.compile(r"^  - (CKV\w+)(?:  # (.+\.))?$", re.MULTILINE)


def test_each_check_that_is_left_out_has_its_reason() -> None:
    reasons = dict(SKIP.findall(CONFIG))
    assert set(reasons) == set(yaml.safe_load(CONFIG)["skip-check"])
    assert not [check for check, reason in reasons.items() if len(reason) < 40]
    assert len(set(reasons.values())) == len(reasons)


def test_it_asks_nobody_outside_and_fails_on_anything_else() -> None:
    config = yaml.safe_load(CONFIG)
    assert config["skip-download"] is True
    assert not {"soft-fail", "soft-fail-on", "check"} & config.keys()


def test_its_packages_are_pinned() -> None:
    lock = (FOLDER / "requirements.txt").read_text("utf-8")
    assert lock.count("--hash=sha256:") >= lock.count("==") > 50
    assert "index-url" not in lock
    assert "://" not in lock


def test_ci_runs_it() -> None:
    assert "make --no-print-directory checkov\n" in CI
