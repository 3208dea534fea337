"""Secrets out of reach: what is known goes on being used, what is refused is read anew, and nobody waits for long."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import psycopg
import pytest

from functions.authorizer import app as authorizer
from pawpop_monitoring.aws.secret import KeptSecrets
from pawpop_monitoring.bootstrap import clients
from pawpop_monitoring.checks.fal_ai.platform_api import FalKeys, FalPlatformApi
from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.domain.errors import (
    RetryableDeliveryError,
    SecretMissingError,
    SecretUnavailableError,
    StoreUnavailableError,
)
from pawpop_monitoring.domain.readings.fal_ai import Answered
from pawpop_monitoring.notifications.channels.email.resend import ResendChannel
from pawpop_monitoring.storage import bounded_connect
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.supabase_probe import PostgresProbe
from tests.factories import NOW
from tests.fakes.publishers import InMemoryRecordPublisher
from tests.unit.alerting.world import World
from tests.unit.outbound.clients import MAIL

HOUR = 3600.0


class Store:
    """Implements SecretSource; `values` are what it holds, `away` makes it unreachable."""

    def __init__(self, **values: str) -> None:
        self.values = values
        self.away = False
        self.asked: list[str] = []
        self.now = 0.0

    def read(self, secret_id: str) -> str:
        self.asked.append(secret_id)
        if self.away:
            raise SecretUnavailableError("away")
        if secret_id not in self.values:
            raise SecretMissingError(secret_id)
        return self.values[secret_id]

    def kept(self) -> KeptSecrets:
        return KeptSecrets(self, monotonic=lambda: self.now)


def test_a_secret_is_read_once_an_hour() -> None:
    store = Store(a="old")
    kept = store.kept()
    assert kept.get("a") == "old"
    store.values["a"] = "new"
    store.now = HOUR - 1
    assert kept.get("a") == "old"
    store.now = HOUR
    assert kept.get("a") == "new"


def test_an_hour_and_a_day_without_the_store_are_lived_through() -> None:
    store = Store(a="known")
    kept = store.kept()
    kept.get("a")
    store.away = True
    for store.now in (HOUR + 1, 2 * HOUR, 24 * HOUR):
        assert kept.get("a") == "known"
        assert kept.renewed("a") == "known"


def test_a_store_that_is_away_is_not_asked_for_each_secret_and_each_time() -> None:
    store = Store(a="known", b="known too")
    kept = store.kept()
    kept.get("a")
    store.away, store.now, store.asked = True, HOUR, []
    assert kept.get("a") == "known"
    with pytest.raises(SecretUnavailableError):
        kept.get("b")
    store.now += 29
    assert kept.get("a") == "known"
    assert store.asked == ["a"]
    store.now += 1
    store.away = False
    assert (kept.get("b"), kept.get("a")) == ("known too", "known")


def test_one_secret_that_is_missing_keeps_nobody_from_the_others() -> None:
    kept = Store(a="known").kept()
    with pytest.raises(SecretMissingError, match="Nothing is set under b"):
        kept.get("b")
    assert kept.get("a") == "known"


def test_what_was_taken_away_is_no_longer_used() -> None:
    store = Store(a="known")
    kept = store.kept()
    kept.get("a")
    del store.values["a"]
    assert kept.get("a") == "known"
    store.now = HOUR
    with pytest.raises(SecretMissingError):
        kept.get("a")


def test_a_key_is_not_set_only_if_the_store_says_so(kept: Store) -> None:
    assert (clients.is_set("resend"), clients.is_set("stripe")) == (True, False)
    kept.away, kept.now = True, 30.0
    assert clients.is_set("stripe")


def test_what_is_refused_is_read_anew_but_not_for_every_guesser() -> None:
    store = Store(a="old")
    kept = store.kept()
    kept.get("a")
    store.values["a"] = "new"
    store.now = 59.0
    assert kept.renewed("a", older_than=60.0) == "old"
    assert kept.renewed("a") == "new"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Store:
    store = Store(tokens='{"read": ["old"]}', db="postgresql://old", fal='{"api": "old"}', resend="old")
    secrets = store.kept()
    monkeypatch.setattr(clients, "_secrets", lambda: secrets)
    monkeypatch.setenv("API_TOKENS_SECRET_ID", "tokens")
    return store


def _authorized(token: str) -> bool:
    event = {"headers": {"authorization": f"Bearer {token}"}, "methodArn": "arn:aws:execute-api:r:1:api/stage/GET/x"}
    try:
        return bool(authorizer.lambda_handler(event, None))
    except Exception as error:
        if str(error) == "Unauthorized":
            return False
        raise


def test_the_authorizer_lives_on_and_knows_a_new_token_within_a_minute(kept: Store) -> None:
    assert _authorized("old")
    kept.values["tokens"] = '{"read": ["old", "new"]}'
    assert not _authorized("new")
    kept.now = 61.0
    assert _authorized("new")
    kept.away, kept.now = True, 3 * HOUR
    assert _authorized("new")
    assert not _authorized("guess")


def test_a_cold_authorizer_without_the_store_does_not_say_unauthorized(kept: Store) -> None:
    kept.away = True
    with pytest.raises(SecretUnavailableError):
        authorizer.lambda_handler({"headers": {"authorization": "Bearer old"}, "methodArn": "a/b/c/d"}, None)


def test_a_password_that_was_just_changed_is_no_outage(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    dialled: list[str] = []

    def dial(url: str, _seconds: float) -> Any:
        dialled.append(url)
        if url == "postgresql://old":
            raise psycopg.OperationalError('FATAL: password authentication failed for user "x"')
        raise StoreUnavailableError("far enough")

    monkeypatch.setattr(bounded_connect, "connect", dial)
    url = clients.secret_text("db")
    url()
    kept.values["db"] = "postgresql://new"
    with pytest.raises(StoreUnavailableError, match="far enough"), Database(url).transaction():
        pass
    assert dialled == ["postgresql://old", "postgresql://new"]


def test_a_database_that_is_away_costs_no_question_to_the_store(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def dial(_url: str, _seconds: float) -> Any:
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(bounded_connect, "connect", dial)
    with (
        pytest.raises(StoreUnavailableError, match="refuses connections"),
        Database(clients.secret_text("db")).transaction(),
    ):
        pass
    assert kept.asked == ["db"]


def _needs(key: str, answer: httpx.Response) -> httpx.Client:
    """A provider that takes this key alone."""

    def reply(request: httpx.Request) -> httpx.Response:
        return answer if request.headers["authorization"].endswith(key) else httpx.Response(401, json={"name": "x"})

    return httpx.Client(transport=httpx.MockTransport(reply))


def test_a_rolled_key_of_fal_is_no_outage(kept: Store) -> None:
    keys = clients.Secret("fal", lambda text: FalKeys(**json.loads(text)))
    keys()
    kept.values["fal"] = '{"api": "new"}'
    client = _needs("new", httpx.Response(200, json={"prices": []}))
    assert isinstance(FalPlatformApi(client, "https://fal.example", "m", keys).probe(), Answered)


def _send(client: httpx.Client, key: Callable[[], str]) -> str | None:
    return ResendChannel(client, "https://resend.example", key, "a@example.com").send(MAIL).provider_id


def test_a_rolled_key_of_resend_costs_no_mail(kept: Store) -> None:
    key = clients.secret_text("resend")
    key()
    kept.values["resend"] = "new"
    assert _send(_needs("new", httpx.Response(200, json={"id": "m"})), key) == "m"


def test_without_its_key_a_mail_waits_and_may_go_another_way(kept: Store) -> None:
    kept.away = True
    with pytest.raises(RetryableDeliveryError) as raised:
        _send(_needs("new", httpx.Response(200, json={"id": "m"})), clients.secret_text("resend"))
    assert not raised.value.undecided


def test_a_cold_check_without_secrets_says_unknown_and_accuses_nobody(kept: Store) -> None:
    kept.away = True

    class Look:
        service = "supabase"

        def observe(self) -> Any:
            return PostgresProbe(clients.secret_text("db")).read()

    world, records = World(), InMemoryRecordPublisher()
    snapshots: Any = type("Snapshots", (), {"keep": lambda _self, _record: None})()
    runner = CheckRunner({"supabase": Look}, world.processor, records, snapshots, lambda: NOW)
    seen = runner.run("supabase")
    assert (seen.status, seen.findings, seen.cleared) == ("unknown", (), frozenset())
    assert "could not be looked at" in seen.details["unknown"][0]
    assert len(records.records) == 1
