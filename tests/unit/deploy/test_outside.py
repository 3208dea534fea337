"""What is learnt of the outside before a deployment: processors, addresses, keys, states."""

from pathlib import Path

import httpx
import pytest

from deploy import secrets_manager, stack_state
from deploy.errors import DeployError
from deploy.installation import Installation
from deploy.ports import Domains
from deploy.resend import HttpResend
from deploy.supabase_address import advice_on, for_migrations, problem_of, project_of
from deploy.wheels import foreign

POOLER = "postgresql://u.abcdefghijklmnopqrst:p@aws-0-eu.pooler.supabase.com"


def _module(file: Path, machine: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"\x7fELF" + bytes(14) + machine.to_bytes(2, "little") + bytes(10))


def test_modules_for_another_processor_are_found_before_they_are_deployed(tmp_path: Path) -> None:
    _module(tmp_path / "layer" / "core.cpython-313-aarch64-linux-gnu.so", 0xB7)
    (tmp_path / "layer" / "text.so.txt").write_text("no module")
    assert foreign(tmp_path, "arm64") == []
    assert foreign(tmp_path, "x86_64") == ["layer/core.cpython-313-aarch64-linux-gnu.so"]
    _module(tmp_path / "libs" / "libpq.so.5", 0x3E)
    assert foreign(tmp_path, "arm64") == ["libs/libpq.so.5"]


def test_migrations_go_through_the_session_pooler() -> None:
    assert for_migrations(f"{POOLER}:6543/postgres?a=b") == f"{POOLER}:5432/postgres?a=b"
    assert for_migrations("postgresql://u:p@127.0.0.1:6543/d") == "postgresql://u:p@127.0.0.1:6543/d"


@pytest.mark.parametrize(
    ("url", "problem", "advice"),
    [
        (f"{POOLER}:6543/postgres", False, False),
        (f"{POOLER}:5432/postgres", False, True),
        ("postgresql://postgres:p@db.abcdefghijklmnopqrst.supabase.co:5432/postgres", True, False),
        ("postgresql://postgres:p@db.abcdefghijklmnopqrst.supabase.co:6543/postgres", False, False),
        ("postgresql://u:p@db.example.com/d", False, False),
    ],
)
def test_an_address_is_known_by_its_form(url: str, problem: bool, advice: bool) -> None:
    assert (problem_of(url) is not None, advice_on(url) is not None) == (problem, advice)


def test_the_project_is_known_where_the_address_names_it() -> None:
    assert project_of(f"{POOLER}:6543/d")["SupabaseProjectRef"] == "abcdefghijklmnopqrst"
    assert project_of("postgresql://u:p@localhost/d") == {}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"data": [{"name": "A.example", "status": "verified"}, {"name": "b.example", "status": "pending"}]},
         Domains(verified=frozenset({"a.example"}))),
        (401, {"name": "restricted_api_key", "message": "only send"}, Domains()),
        (401, {"name": "missing_api_key", "message": "Missing API Key"}, Domains(refused="Missing API Key")),
        (403, {"name": "invalid_api_key", "message": "API key is invalid"}, Domains(refused="API key is invalid")),
        (500, {"name": "internal_server_error"}, Domains(unknown="status 500")),
    ],
)  # fmt: skip
def test_resend_is_understood(status: int, body: dict[str, object], expected: Domains) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status, json=body)

    assert HttpResend(httpx.MockTransport(answer)).domains("re_x", "https://resend.example/") == expected
    assert str(asked[0].url) == "https://resend.example/domains"
    assert asked[0].headers["user-agent"]


@pytest.mark.parametrize("answer", [httpx.Response(200, text="<html>"), httpx.ConnectTimeout("slow")])
def test_a_resend_that_does_not_answer_is_unknown(answer: httpx.Response | Exception) -> None:
    def reply(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert HttpResend(httpx.MockTransport(reply)).domains("re_x", "https://resend.example").unknown


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("CREATE_COMPLETE", None),
        ("UPDATE_ROLLBACK_COMPLETE", None),
        ("UPDATE_IN_PROGRESS", "few minutes"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback"),
        ("DELETE_FAILED", "could not be deleted"),
    ],
)
def test_a_stack_that_can_not_be_deployed_to_is_named(status: str, said: str | None) -> None:
    if said is None:
        return stack_state.refuse("shop", status)
    with pytest.raises(DeployError, match=said):
        stack_state.refuse("shop", status)
    return None


def test_the_first_reason_of_a_failure_is_told_not_the_last() -> None:
    """Newest first, as CloudFormation tells them; an earlier attempt is not looked at."""
    whole = {"LogicalResourceId": "shop", "PhysicalResourceId": "id", "StackId": "id"}
    events = [
        whole | {"ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "The following resource(s) failed: [A]"},
        {
            "LogicalResourceId": "B",
            "ResourceStatus": "CREATE_FAILED",
            "ResourceStatusReason": "Resource creation cancelled",
        },
        {"LogicalResourceId": "A", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "not allowed"},
        whole | {"ResourceStatus": "CREATE_IN_PROGRESS", "ResourceStatusReason": "User Initiated"},
        {"LogicalResourceId": "Z", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "long ago"},
    ]
    assert stack_state.first_reason(events) == "A: not allowed"


def test_secrets_of_the_version_before_are_read_in_its_words() -> None:
    texts = {
        "DatabaseSecret": "postgresql://u@h/d",
        "StripeWebhookSecret": '{"signing": "whsec_a,whsec_b", "resend": ""}',
        "ApiTokensSecret": '{"admin": ["old", "new"], "read": ["r"], "track": []}',
    }
    assert secrets_manager.parameters_of(texts) == {
        "DatabaseUrl": "postgresql://u@h/d",
        "StripeWebhookSecrets": "whsec_a,whsec_b",
        "ApiAdminToken": "old,new",
        "ApiReadToken": "r",
    }


@pytest.mark.parametrize("name", ["", "Prod", "a b", "../x", "x" * 21])
def test_a_name_of_an_installation_is_fit_for_aws_and_for_a_file(name: str) -> None:
    with pytest.raises(DeployError, match="lower-case"):
        Installation(name)
