"""fal.ai and Supabase answer in their real shape, and ask for their real credentials."""

import httpx
import pytest

FAL = {"Authorization": "Key id:secret"}
SUPABASE = {"apikey": "sb_secret_test"}


@pytest.mark.parametrize("path", ["models/pricing", "models/usage", "models/analytics", "account/billing"])
def test_fal_wants_a_key(sandbox: httpx.Client, path: str) -> None:
    answer = sandbox.get(f"/fal/v1/{path}")
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "authorization_error")


@pytest.mark.parametrize("path", ["models/pricing", "models/analytics"])
def test_fal_wants_to_know_which_model(sandbox: httpx.Client, path: str) -> None:
    answer = sandbox.get(f"/fal/v1/{path}", headers=FAL)
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "validation_error")


def test_fal_tells_a_price_per_model(sandbox: httpx.Client) -> None:
    answer = sandbox.get("/fal/v1/models/pricing", headers=FAL, params={"endpoint_id": ["fal-ai/a", "fal-ai/b"]})
    assert [price["endpoint_id"] for price in answer.json()["prices"]] == ["fal-ai/a", "fal-ai/b"]


def test_fal_tells_the_balance_only_when_asked(sandbox: httpx.Client) -> None:
    plain = sandbox.get("/fal/v1/account/billing", headers=FAL).json()
    expanded = sandbox.get("/fal/v1/account/billing", headers=FAL, params={"expand": "credits"}).json()
    assert "credits" not in plain
    assert expanded["credits"]["currency"] == "USD"


def test_supabase_wants_a_key_except_for_the_storage_status(sandbox: httpx.Client) -> None:
    statuses = [
        sandbox.get(f"/supabase/{path}").status_code for path in ("auth/v1/health", "rest/v1/", "storage/v1/status")
    ]
    assert statuses == [401, 401, 200]


def test_supabase_names_its_auth_service(sandbox: httpx.Client) -> None:
    assert sandbox.get("/supabase/auth/v1/health", headers=SUPABASE).json()["name"] == "GoTrue"


def test_supabase_keeps_its_schema_from_publishable_keys(sandbox: httpx.Client) -> None:
    assert sandbox.get("/supabase/rest/v1/", headers=SUPABASE).status_code == 200
    assert sandbox.get("/supabase/rest/v1/", headers={"apikey": "sb_publishable_x"}).status_code == 401


def test_the_management_api_tells_of_the_services_asked_for(sandbox: httpx.Client) -> None:
    path = "/supabase/management/v1/projects/abc/health"
    headers = {"Authorization": "Bearer sbp_x"}
    answer = sandbox.get(path, headers=headers, params={"services": ["auth", "db"]})
    assert [(service["name"], service["status"]) for service in answer.json()] == [
        ("auth", "ACTIVE_HEALTHY"),
        ("db", "ACTIVE_HEALTHY"),
    ]
    assert sandbox.get(path, headers=headers).status_code == 400
    assert sandbox.get(path, params={"services": "auth"}).status_code == 401


def test_an_unknown_path_names_the_providers(sandbox: httpx.Client) -> None:
    assert "resend" in sandbox.get("/nothing").json()["error"]
