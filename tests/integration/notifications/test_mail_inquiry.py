"""Cleanup as Lambda runs it: the mails of Postgres, asked after at Resend's sandbox, noted where check_system looks."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import boto3
import httpx
import pytest

from functions.cleanup import app
from local_stack.sandbox.server import SandboxServer
from pawpop_monitoring.bootstrap import cleanup_services, clients
from pawpop_monitoring.bootstrap import database as database_wiring
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.system.reach import judge_mailboxes
from pawpop_monitoring.contracts.records import DeliveryRecord
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.delivery_records import insert_deliveries
from pawpop_monitoring.storage.mailbox_store import DynamoMailboxStore
from pawpop_monitoring.storage.sent_mails import MOST_MAILS, SentMails
from tests.integration.notifications.conftest import REGION, STANDBY
from tests.unit.fuzz.unasked_targets import INVOCATION

pytestmark = pytest.mark.integration
MAIL = {"from": "PawPop <m@example.com>", "subject": "[HIGH] x", "text": "x"}


@pytest.fixture
def resend(sandbox: SandboxServer) -> Iterator[httpx.Client]:
    headers = {"Authorization": "Bearer re_test", "User-Agent": "tests"}
    with httpx.Client(base_url=f"{sandbox.url}/resend", headers=headers) as client:
        yield client


@pytest.fixture
def secrets(aws_in_memory: None, database_url: str) -> Any:
    store = boto3.client("ssm", region_name=REGION)
    for name, text in (("resend", "re_test"), ("database", database_url)):
        store.put_parameter(Name=name, Value=text, Type="SecureString")
    return store


@pytest.fixture(autouse=True)
def environment(
    secrets: Any, standby_table: Any, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    settings = {
        "RESEND_SECRET_ID": "resend",
        "RESEND_BASE_URL": f"{sandbox.url}/resend",
        "DATABASE_SECRET_ID": "database",
        "STANDBY_TABLE": STANDBY,
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cleanup_services, "system_clock", lambda: system_clock() + timedelta(seconds=1))
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    _forget_clients()
    yield
    _forget_clients()


def _forget_clients() -> None:
    for kept in (app.services, app.inquiry, clients.aws, clients._secrets, database_wiring.database):  # noqa: SLF001
        kept.cache_clear()


def deliver(database: Database, *provider_ids: str | None, at: datetime | None = None, **fields: Any) -> None:
    records = [
        DeliveryRecord(
            transition_key=f"{provider_id}/{number}/opened",
            alert_id="alert",
            transition="opened",
            attempt=1,
            attempted_at=(at or datetime.now(UTC)) - timedelta(seconds=number),
            provider_id=provider_id,
            **{"channel": "email", "outcome": "accepted"} | fields,
        )
        for number, provider_id in enumerate(provider_ids)
    ]
    with database.transaction() as cursor:
        insert_deliveries(cursor, records)


def send(resend: httpx.Client, *to: str) -> str:
    return str(resend.post("/emails", json=MAIL | {"to": list(to)}).json()["id"])


def run() -> dict[str, Any]:
    return cast("dict[str, Any]", app.lambda_handler({}, INVOCATION)["mails"])


def known(standby_table: Any) -> Sequence[LostMailbox]:
    return DynamoMailboxStore(client=lambda: standby_table, table=STANDBY, clock=system_clock).lost()


def lost(standby_table: Any) -> dict[str, str]:
    return {mailbox.address: mailbox.why for mailbox in known(standby_table)}


def test_an_address_that_bounces_becomes_an_alert_without_any_webhook(
    database: Database, resend: httpx.Client, standby_table: Any
) -> None:
    gone, there = send(resend, "Owner <Gone@example.com>"), send(resend, "there@example.com")
    deliver(database, f"{gone},{there}", "ses-0100-000000", None)
    resend.put("/mailboxes/gone@example.com", json={"state": "bounced"})

    assert run() == {"asked": 3, "lost": ["gone@example.com"], "endedBy": ""}
    assert lost(standby_table) == {"gone@example.com": "bounced"}
    judgement = Judgement()
    judge_mailboxes(judgement, known(standby_table))
    assert [finding.fingerprint for finding in judgement.findings] == ["system:mailbox_lost"]


def test_the_next_mail_that_arrives_ends_it(database: Database, resend: httpx.Client, standby_table: Any) -> None:
    deliver(database, send(resend, "a@example.com"), at=datetime.now(UTC) - timedelta(hours=1))
    resend.put("/mailboxes/a@example.com", json={"state": "suppressed"})
    run()
    assert lost(standby_table) == {"a@example.com": "suppressed"}
    resend.delete("/mailboxes/a@example.com")
    deliver(database, send(resend, "a@example.com"), at=datetime.now(UTC) + timedelta(minutes=5))
    run()
    assert lost(standby_table) == {}


def test_a_key_that_may_only_send_is_asked_once_and_told_to_nobody(
    database: Database, resend: httpx.Client, secrets: Any, standby_table: Any
) -> None:
    secrets.put_parameter(Name="resend", Value="re_sending_1", Type="SecureString", Overwrite=True)
    deliver(database, *(send(resend, "a@example.com") for _ in range(3)))
    resend.put("/mailboxes/a@example.com", json={"state": "bounced"})
    report = run()
    assert (report["asked"], "may only send" in report["endedBy"]) == (0, True)
    assert lost(standby_table) == {}


def test_only_accepted_mails_of_the_last_days_are_asked_after_newest_first(database: Database) -> None:
    now = datetime.now(UTC)
    deliver(database, "old", at=now - timedelta(days=3), channel="email")
    assert SentMails(database).since(now - timedelta(days=2)) == []
    deliver(database, "slack", at=now, channel="slack")
    deliver(database, *(f"m{number}" for number in range(MOST_MAILS + 5)), at=now, outcome="accepted")
    found = SentMails(database).since(now - timedelta(days=2))
    assert [mail.provider_id for mail in found] == [f"m{number}" for number in range(MOST_MAILS)]


def test_without_the_database_nothing_is_asked_and_nothing_breaks(secrets: Any) -> None:
    secrets.put_parameter(
        Name="database", Value="postgresql://nobody@127.0.0.1:9/none", Type="SecureString", Overwrite=True
    )
    assert run()["asked"] == 0
