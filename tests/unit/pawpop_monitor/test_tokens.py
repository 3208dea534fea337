"""`tokens make|list|revoke`, over Parameter Store."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from pawpop_monitor.__main__ import main
from pawpop_monitoring.http.tokens import Owner, Scope, TokenBook

NAME = "/pawpop/shop/api-tokens/admin"


@pytest.fixture
def ssm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    known = {"PAWPOP_API_URL": "http://nowhere", "PAWPOP_STACK": "shop", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in known.items() | {("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")}:
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    with mock_aws():
        client = boto3.client("ssm", region_name="us-east-1")
        client.put_parameter(Name=NAME, Value="bare", Type="SecureString")
        yield client


def book(ssm: Any) -> TokenBook:
    kept = ssm.get_parameter(Name=NAME, WithDecryption=True)["Parameter"]["Value"]
    return TokenBook.from_secret(json.dumps({"admin": kept}))


def test_a_token_is_made_listed_and_revoked(ssm: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", "make", "Ann", "--scope", "admin", "--json"]) == 0
    token = json.loads(capsys.readouterr().out)["token"]
    assert book(ssm).owner_of(f"Bearer {token}") == Owner(Scope.ADMIN, "Ann")
    assert book(ssm).scope_of("Bearer bare") is Scope.ADMIN
    assert main(["tokens", "list"]) == 0
    shown = capsys.readouterr().out
    assert "Ann" in shown
    assert token not in shown
    assert main(["tokens", "revoke", "Ann", "Nobody"]) == 64
    assert book(ssm).owner_of(f"Bearer {token}") is None
    assert book(ssm).scope_of("Bearer bare") is Scope.ADMIN


def test_a_token_of_two_scopes_is_said(ssm: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", "list"]) == 0
    assert "opens nothing" not in capsys.readouterr().out
    ssm.put_parameter(Name=NAME.replace("admin", "track"), Value="other,bare", Type="SecureString")
    assert main(["tokens", "list"]) == 0
    said = capsys.readouterr().out
    assert "admin and track" in said
    assert "bare" not in said


@pytest.mark.parametrize("name", ["", "a,b", "a:b", "admin", "check", "x" * 41, "a\nb\x07"])
def test_a_name_that_would_be_read_otherwise_is_refused(ssm: Any, name: str) -> None:
    assert main(["tokens", "make", name]) == 64
    assert ssm.get_parameter(Name=NAME, WithDecryption=True)["Parameter"]["Value"] == "bare"


def test_a_name_is_given_once(ssm: Any) -> None:
    assert main(["tokens", "make", "Ann", "--scope", "admin"]) == 0
    assert main(["tokens", "make", "Ann", "--scope", "read"]) == 64


@pytest.mark.parametrize("command", [["list"], ["make", "Ann"], ["revoke", "Ann"]])
def test_an_account_that_can_not_be_asked_is_a_sentence(
    command: list[str], ssm: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    assert main(["tokens", *command]) == 3
    assert "You must specify a region." in capsys.readouterr().err


def test_a_refusal_of_aws_is_a_sentence(
    ssm: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refusal = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "GetParameter")
    monkeypatch.setattr(
        boto3, "client", lambda *_: SimpleNamespace(get_parameter=_refuse(refusal), exceptions=ssm.exceptions)
    )
    assert main(["tokens", "list"]) == 3
    assert "AccessDeniedException" in capsys.readouterr().err


def _refuse(error: Exception) -> Any:
    def ask(**_: object) -> Any:
        raise error

    return ask
