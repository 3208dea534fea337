"""Schemathesis tries whatever the API's description allows, and things that it does not, with a token and without."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from local_stack.processes import clean_environment
from tests.e2e.shop import Shop

_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
_THOROUGH, _BRIEF = ("examples,coverage,fuzzing", "6"), ("fuzzing", "3")
"""Phases, and examples per route: the emulator's gateway answers some tens of requests a second."""
_WORKERS = "4"
"""Routes at the same time: the emulator mostly waits, for log lines that do not come."""


@pytest.mark.parametrize(
    ("token", "phases", "examples"), [("admin", *_THOROUGH), ("read", *_BRIEF), (None, *_BRIEF)], ids=str
)
def test_every_answer_is_described_and_none_is_a_failure(
    token: str | None, phases: str, examples: str, shop: Shop, tmp_path: Path
) -> None:
    shop.request("POST", "/alerts", "admin", json={"service": "printify", "severity": "low", "message": "Something"})
    description = tmp_path / "openapi.json"
    description.write_text(json.dumps(shop.request("GET", "/openapi.json").json()))
    header = ["--header", f"Authorization: Bearer {getattr(shop.stack.tokens, token)}"] if token else []
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"),
            "run",
            str(description),
            "--url",
            shop.stack.api_url,
            "--checks",
            _CHECKS,
            "--phases",
            phases,
            "--max-examples",
            examples,
            "--workers",
            _WORKERS,
            # Made up, a token costs a start of the authorizer each time: the emulator ends a function that raises.
            "--generation-with-security-parameters",
            "false",
            "--exclude-operation-id",
            "runHealthCheck",
            # It answers 503 by design as soon as the fuzzing has raised a critical alert; test_health.py has it.
            "--exclude-operation-id",
            "getHealth",
            "--request-timeout",
            "40",
            "--generation-database",
            "none",
            "--seed",
            "1",
            "--no-color",
            *header,
        ],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
