"""An installation of the version before, as AWS tells of it."""

import json
from pathlib import Path
from typing import Any

from deploy.aws import Aws, Place
from deploy.ports import Stack
from local_stack.paths import Paths
from tests.unit.deploy.conftest import RULES


class _SecretsManager:
    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803
        return {"SecretString": {"d": "postgresql://u@h/d", "f": json.dumps({"api": "a", "admin": ""})}[SecretId]}


class _Lambda:
    def get_function_configuration(self, FunctionName: str) -> dict[str, Any]:  # noqa: N803
        return {"Environment": {"Variables": {"HEARTBEAT_URL": f"https://hc.example/{FunctionName}"}}}


def _aws(tmp_path: Path) -> Aws:
    clients: dict[str, Any] = {"secretsmanager": _SecretsManager(), "lambda": _Lambda()}
    place = Place("shop", "eu-central-1", clients.__getitem__, RULES)
    return Aws(place, Paths(tmp_path), tmp_path / "config", {})


def test_its_secrets_and_its_hidden_heartbeat_are_taken_over(tmp_path: Path) -> None:
    resources = {"DatabaseSecret": "d", "FalSecret": "f", "CheckSystemFunction": "system"}
    stack = Stack("UPDATE_COMPLETE", {"HeartbeatUrl": "****"}, resources=resources)
    assert _aws(tmp_path).earlier_secrets(stack) == {
        "DatabaseUrl": "postgresql://u@h/d",
        "FalApiKey": "a",
        "HeartbeatUrl": "https://hc.example/system",
    }


def test_one_of_this_version_has_nothing_to_take_over(tmp_path: Path) -> None:
    assert _aws(tmp_path).earlier_secrets(Stack("UPDATE_COMPLETE", {"HeartbeatUrl": "https://hc.example/x"})) == {}
