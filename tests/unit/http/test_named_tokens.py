"""Tokens with names: kept as digests beside bare ones, and what they do is done by that person."""

import json

import pytest

from functions.authorizer.app import UnauthorizedError, run
from pawpop_monitoring.http.tokens import Owner, Scope, TokenBook, named_entry

SECRET = json.dumps(
    {"admin": f"bare,{named_entry('Ann', 'anns')}", "read": named_entry("Bob Ö.", "bobs"), "track": "t"}
)
BOOK = TokenBook.from_secret(SECRET)
EVENT = {"methodArn": "arn:aws:execute-api:us-east-1:1:api/prod/GET/api/monitoring/alerts"}


@pytest.mark.parametrize(
    ("token", "owner"),
    [
        ("bare", Owner(Scope.ADMIN, "admin")),
        ("anns", Owner(Scope.ADMIN, "Ann")),
        ("bobs", Owner(Scope.READ, "Bob Ö.")),
        ("t", Owner(Scope.TRACK, "track")),
        ("Ann", None),
        (named_entry("Ann", "anns"), None),
        ("", None),
    ],
)
def test_a_token_is_known_with_the_name_it_was_made_for(token: str, owner: Owner | None) -> None:
    assert BOOK.owner_of(f"Bearer {token}") == owner
    assert BOOK.scope_of(f"Bearer {token}") == (owner and owner.scope)


def test_the_secret_does_not_hold_the_token() -> None:
    assert "anns" not in SECRET


def test_the_gateway_hands_the_name_on() -> None:
    answer = run(BOOK, {**EVENT, "headers": {"Authorization": "Bearer anns"}})
    assert (answer["principalId"], answer["context"]["scope"]) == ("Ann", "admin")
    assert run(BOOK, {**EVENT, "headers": {"Authorization": "Bearer bare"}})["principalId"] == "admin"
    with pytest.raises(UnauthorizedError):
        run(BOOK, {**EVENT, "headers": {"Authorization": "Bearer nobodys"}})
