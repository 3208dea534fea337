"""GET /alerts/{id} opens to a token that may read, and to the signed link of a mail about this very alert."""

from datetime import timedelta
from urllib.parse import parse_qsl

import pytest

from pawpop_monitoring.contracts.link_claims import AlertLink
from pawpop_monitoring.domain.errors import ForbiddenError, UnauthorizedError
from pawpop_monitoring.http.alert_access import AlertAccess
from pawpop_monitoring.http.tokens import Scope, TokenBook
from tests.factories import NOW

BOOK = TokenBook({Scope.ADMIN: ("a",), Scope.READ: ("r",), Scope.TRACK: ("t",)})
ACCESS = AlertAccess(scope_of=BOOK.scope_of, key=lambda: "key", clock=lambda: NOW)


def query(alert_id: str = "alert_1", key: str = "key", days: int = 1) -> dict[str, str]:
    return dict(parse_qsl(AlertLink(alert_id, "acknowledge", NOW + timedelta(days=days)).query(key)))


@pytest.mark.parametrize("token", ["a", "r"])
def test_tokens_that_may_read_are_admitted(token: str) -> None:
    ACCESS.admit("alert_1", f"Bearer {token}", {})


def test_the_link_of_its_mail_is_enough() -> None:
    ACCESS.admit("alert_1", None, query())


@pytest.mark.parametrize(
    ("authorization", "asked"),
    [
        (None, query("alert_2")),
        (None, query(key="another")),
        (None, query(days=0)),
        (None, {"signature": "x"}),
        ("Bearer t", query()),
    ],
)
def test_a_link_of_another_alert_or_time_or_key_is_not(authorization: str | None, asked: dict[str, str]) -> None:
    with pytest.raises(ForbiddenError):
        ACCESS.admit("alert_1", authorization, asked)


@pytest.mark.parametrize(("authorization", "asked"), [(None, {}), ("Bearer nonsense", query()), ("", {"do": "x"})])
def test_nobody_is_told_to_bring_a_token(authorization: str | None, asked: dict[str, str]) -> None:
    with pytest.raises(UnauthorizedError, match="Bearer"):
        ACCESS.admit("alert_1", authorization, asked)
