"""stack.json keeps the shape that tests and tools rely on."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from local_stack import description, secret_store, stack
from local_stack.errors import StackError
from local_stack.paths import Paths
from local_stack.stack import Queues, Stack, Tokens

STACK = Stack(
    api_url="http://127.0.0.1:1/_aws/execute-api/abc/prod",
    dashboard_url="http://127.0.0.1:1/_aws/execute-api/abc/prod/dashboard",
    outbox_url="http://127.0.0.1:2/resend/outbox",
    database_url="postgresql://monitor:x@127.0.0.1:3/pawpop",
    aws_endpoint_url="http://127.0.0.1:1",
    region="us-east-1",
    stack_name="pawpop-monitoring",
    sandbox_url="http://127.0.0.1:2",
    stripe_webhook_secret="whsec_x",
    tokens=Tokens(admin="a", read="r", track="t"),
    functions={"check_supabase": "stack-CheckSupabaseFunction-1"},
    queues=Queues(alerts="q1", alerts_dlq="q2", records="q3", records_dlq="q4"),
)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.create()
    stack.save(paths, STACK)
    assert stack.load(Paths(tmp_path)) == STACK
    written = json.loads(paths.stack_file.read_text())
    assert written["tokens"] == {"admin": "a", "read": "r", "track": "t"}
    assert set(written["queues"]) == {"alerts", "alerts_dlq", "records", "records_dlq"}


def test_the_queues_of_channels_are_there_if_there_is_a_channel(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.create()
    queues = replace(STACK.queues, channels="q5", channels_dlq="q6")
    told = replace(STACK, queues=queues, channels={"webhook": {"secret": "whsec_y"}})
    stack.save(paths, told)
    assert stack.load(paths) == told


def test_the_file_holds_secrets_and_is_for_its_owner_only(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.create()
    stack.save(paths, STACK)
    assert paths.stack_file.stat().st_mode & 0o077 == 0


def test_without_a_stack_one_is_told_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="make up"):
        stack.load(Paths(tmp_path))


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("notifier", "NotifierFunction"), ("check_fal_ai", "CheckFalAiFunction")],
)
def test_a_functions_folder_tells_its_name_in_the_template(folder: str, expected: str) -> None:
    assert description.logical_id(folder) == expected


def test_secrets_stay_the_same_and_missing_ones_are_added(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    first = secret_store.load(file)
    assert secret_store.load(file) == first
    kept = json.loads(file.read_text())
    del kept["track_token"]
    file.write_text(json.dumps(kept))
    again = secret_store.load(file)
    assert again.admin_token == first.admin_token
    assert again.track_token != first.track_token
    assert file.stat().st_mode & 0o077 == 0
