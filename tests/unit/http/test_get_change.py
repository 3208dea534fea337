"""Whether anything changed: told to whoever may read, to nobody else, and in next to no bytes."""

import json
from typing import Any

import pytest

from functions.get_change.app import run
from pawpop_monitoring.bootstrap.change_services import ChangeServices
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.http.tokens import TokenBook
from pawpop_monitoring.storage.change_mark import change_in, mark_key
from tests.factories import NOW

KEPT = TokenBook.from_secret('{"admin": "admin-token", "read": "read-token", "track": "track-token"}')
RENEWED = TokenBook.from_secret('{"read": "read-token, new-token"}')
MOST_BYTES = 1024


def _event(authorization: str | None, method: str = "GET") -> dict[str, Any]:
    headers = {} if authorization is None else {"authorization": authorization}
    return {"headers": headers, "requestContext": {"http": {"method": method}}}


def _ask(authorization: str | None, method: str = "GET", change: str = "c4f1") -> dict[str, Any]:
    services = ChangeServices(lambda newest: RENEWED if newest else KEPT, lambda: change, lambda: NOW)
    return run(services, _event(authorization, method))


@pytest.mark.parametrize("token", ["admin-token", "read-token", "new-token"])
def test_whoever_may_read_is_told_the_last_change_and_the_time(token: str) -> None:
    answer = _ask(f"Bearer {token}")
    assert json.loads(answer["body"]) == {"change": "c4f1", "time": NOW.isoformat()}
    assert answer["headers"]["Cache-Control"] == "no-store"


def test_it_is_less_than_a_kilobyte_with_its_headers() -> None:
    answer = _ask("Bearer read-token", change="0" * 32)
    size = len(answer["body"]) + sum(len(name) + len(value) + 4 for name, value in answer["headers"].items())
    assert size < MOST_BYTES / 2  # AWS adds some of its own


@pytest.mark.parametrize(
    ("authorization", "status"),
    [(None, 401), ("", 401), ("Bearer wrong", 401), ("Basic read-token", 401), ("Bearer track-token", 403)],
)
def test_nobody_else_learns_anything(authorization: str | None, status: int) -> None:
    answer = _ask(authorization)
    assert answer["statusCode"] == status
    assert "c4f1" not in answer["body"]


@pytest.mark.parametrize("method", ["POST", "PUT", "HEAD", "OPTIONS"])
def test_it_takes_no_other_method(method: str) -> None:
    assert _ask("Bearer read-token", method)["statusCode"] == 405


@pytest.mark.parametrize(
    "event", [{}, {"headers": None}, {"requestContext": {"http": "GET"}}, {"headers": {"authorization": 1}}]
)
def test_an_odd_event_is_refused(event: dict[str, Any]) -> None:
    event = {"requestContext": {"http": {"method": "GET"}}} | event
    assert run(ChangeServices(lambda _: KEPT, str, lambda: NOW), event)["statusCode"] in (401, 405)


def test_a_table_that_is_away_is_no_change() -> None:
    def away() -> str:
        raise StoreUnavailableError("The mark can't be read: away")

    with pytest.raises(StoreUnavailableError):
        run(ChangeServices(lambda _: KEPT, away, lambda: NOW), _event("Bearer read-token"))


def test_a_mark_that_was_never_set_reads_as_nothing() -> None:
    assert change_in(None) == ""
    assert change_in({**mark_key(), "change": {"S": "a"}}) == "a"
