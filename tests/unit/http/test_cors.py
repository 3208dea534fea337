"""Pages of other origins may call the API only if their origin was named."""

import pytest

from functions.answer_preflight.app import run
from pawpop_monitoring.http.cors import cors_of

ORIGINS = ("https://admin.example", "https://phone.example")


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_named_origin_is_let_in(origin: str) -> None:
    headers = run({"headers": {"Origin": origin}}, ORIGINS)["headers"]
    assert headers["Access-Control-Allow-Origin"] == origin
    assert "PATCH" in headers["Access-Control-Allow-Methods"]
    assert headers["Vary"] == "Origin"


@pytest.mark.parametrize("origin", ["https://evil.example", "https://admin.example.evil.example", "null", None])
def test_any_other_is_not(origin: str | None) -> None:
    headers = run({"headers": {"origin": origin} if origin else None}, ORIGINS)["headers"]
    assert not any(name.startswith("Access-Control") for name in headers)


def test_without_origins_there_is_no_cors_at_all() -> None:
    assert cors_of(()) is None
    assert not any(name.startswith("Access-Control") for name in run({"headers": {"Origin": "x"}}, ())["headers"])


def test_the_api_names_the_origin_that_called_and_no_other() -> None:
    config = cors_of(ORIGINS)
    assert config is not None
    assert config.to_dict("https://phone.example")["Access-Control-Allow-Origin"] == "https://phone.example"
    assert config.to_dict("https://evil.example") == {}


def test_other_origins_may_ask_whether_an_answer_still_holds() -> None:
    config = cors_of(ORIGINS)
    assert config is not None
    assert "ETag" in config.to_dict(ORIGINS[0])["Access-Control-Expose-Headers"]
    asked = run({"headers": {"Origin": ORIGINS[0]}}, ORIGINS)["headers"]
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]
