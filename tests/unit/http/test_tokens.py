"""Tokens, scopes and the policy that API Gateway gets."""

from fnmatch import fnmatchcase

import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.http.iam_policy import policy_of
from pawpop_monitoring.http.tokens import Scope, TokenBook, named_entry

BOOK = TokenBook.from_secret('{"admin": ["a-new", "a-old"], "read": ["r"], "track": ["t", ""]}')


@pytest.mark.parametrize(
    ("header", "scope"),
    [
        ("Bearer a-new", Scope.ADMIN),
        ("Bearer a-old", Scope.ADMIN),
        ("bearer r", Scope.READ),
        ("Bearer  t ", Scope.TRACK),
        ("Bearer wrong", None),
        ("Bearer ", None),
        ("Basic r", None),
        ("r", None),
        ("", None),
        (None, None),
        ("Bearer ü", None),
    ],
)
def test_scope_of_a_header(header: str | None, scope: Scope | None) -> None:
    assert BOOK.scope_of(header) is scope


def test_admin_may_do_everything_and_the_others_their_own() -> None:
    assert all(BOOK.allows("Bearer a-new", scope) for scope in Scope)
    assert [scope for scope in Scope if BOOK.allows("Bearer r", scope)] == [Scope.READ]
    assert [scope for scope in Scope if BOOK.allows("Bearer t", scope)] == [Scope.TRACK]


def test_two_tokens_with_a_comma_between_them_are_both_valid() -> None:
    book = TokenBook.from_secret('{"read": "old, new,", "track": "t"}')
    assert [book.scope_of(f"Bearer {token}") for token in ("old", "new", "t", "", "old,new")] == [
        Scope.READ,
        Scope.READ,
        Scope.TRACK,
        None,
        None,
    ]


@pytest.mark.parametrize("again", ["t", named_entry("Ann", "t")], ids=["bare", "named"])
def test_a_token_of_two_scopes_opens_neither_and_the_others_go_on(again: str, caplog: pytest.LogCaptureFixture) -> None:
    book = TokenBook.from_secret(f'{{"admin": "a,{again}", "read": "r", "track": "t,other"}}')
    found = [book.scope_of(f"Bearer {token}") for token in ("t", "a", "r", "other")]
    assert found == [None, Scope.ADMIN, Scope.READ, Scope.TRACK]
    (told,) = [record.getMessage() for record in caplog.records]
    assert "admin and track" in told
    assert again not in told.split()


@pytest.mark.parametrize("secret", ["", "[]", '{"admin": 1}', '{"root": ["a"]}'])
def test_a_malformed_secret_says_what_it_must_be(secret: str) -> None:
    with pytest.raises(ConfigurationError, match="must be JSON"):
        TokenBook.from_secret(secret)


def _allowed(scope: Scope, route: str) -> bool:
    """Whether the policy of `scope` allows `route`, matched as IAM does."""
    stage = "arn:aws:execute-api:us-east-1:123456789012:abc/prod"
    policy = policy_of(scope, f"{stage}/GET/api/monitoring/alerts", "3f2a9c1d")["policyDocument"]
    return any(fnmatchcase(f"{stage}/{route}", pattern) for pattern in policy["Statement"][0]["Resource"])


@pytest.mark.parametrize(
    ("route", "scopes"),
    [
        ("GET/api/monitoring/alerts", {Scope.ADMIN, Scope.READ}),
        ("GET/api/monitoring/dashboard", {Scope.ADMIN, Scope.READ}),
        ("POST/api/monitoring/alerts", {Scope.ADMIN}),
        ("PATCH/api/monitoring/alerts", {Scope.ADMIN}),
        ("DELETE/api/monitoring/silences/silence_1", {Scope.ADMIN}),
        ("POST/api/monitoring/track/stripe", {Scope.ADMIN, Scope.TRACK}),
        ("GET/elsewhere", set()),
    ],
)
def test_the_policy_covers_all_routes_of_a_scope_at_once(route: str, scopes: set[Scope]) -> None:
    assert {scope for scope in Scope if _allowed(scope, route)} == scopes
