"""The sandbox takes what Apprise's own plugin for JSON sends."""

import httpx
import pytest
from apprise import Apprise, AppriseAsset


def notify(client: httpx.Client, note_type: str = "warning") -> bool:
    plugin = Apprise.instantiate(
        f"json://{client.base_url.host}:{client.base_url.port}/apprise/phone",
        asset=AppriseAsset(storage_mode="memory", async_mode=False),
    )
    assert plugin is not None
    return bool(plugin.notify(title="slow", body="very", notify_type=note_type))


def test_a_message_is_kept(sandbox: httpx.Client) -> None:
    assert notify(sandbox)
    [message] = sandbox.get("/apprise/messages").json()
    assert (message["title"], message["message"], message["type"]) == ("slow", "very", "warning")
    assert sandbox.get("/_received/apprise").json()[0]["path"] == "/phone"
    assert sandbox.delete("/apprise/messages").status_code == 204
    assert sandbox.get("/apprise/messages").json() == []


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"message": "x"}', b'{"message": 1, "type": "info"}'])
def test_what_is_no_message_is_refused(sandbox: httpx.Client, body: bytes) -> None:
    assert sandbox.post("/apprise/phone", content=body).status_code == 400
    assert sandbox.put("/apprise/phone").status_code == 405


def test_a_fault_keeps_a_message_out(sandbox: httpx.Client) -> None:
    sandbox.put("/_faults/apprise", json={"status": 503})
    assert not notify(sandbox)
    assert sandbox.get("/apprise/messages").json() == []
