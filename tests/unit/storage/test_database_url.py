"""Database URLs as people paste them."""

import pytest
from psycopg.conninfo import conninfo_to_dict

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.database_url import mended, password_of, readable

JDBC = "jdbc:postgresql://db.secret.example/shop?user=m&password=secret"
GOOD = "postgresql://monitor.abc:secret@aws-0.pooler.example.com:6543/postgres?sslmode=require"


@pytest.mark.parametrize(
    "pasted",
    [
        GOOD,
        f"{GOOD}\n",
        f" {GOOD}\r\n",
        f'"{GOOD}"',
        f"'{GOOD}'\n",
        f"\ufeff{GOOD}\u200b",
        f"DATABASE_URL={GOOD}",
        f'export DATABASE_URL="{GOOD}"\n',
        GOOD.replace("=require", "=no-verify"),
        f"{GOOD}&pgbouncer=true",
        GOOD.replace("?", "?pgbouncer=true&connection_limit=1&") + "&supa=base-pooler.x",
    ],
)
def test_what_surrounds_a_url_or_is_meant_for_prisma_is_left_out(pasted: str) -> None:
    assert readable(pasted) == GOOD


@pytest.mark.parametrize(
    "password", ["p@ss", "a#b", "s/l/ash", "q?m", "50%", "%zz", "sp ace", "p@s:s#w/rd%?& x", "[x]"]
)
def test_a_raw_password_is_taken_as_it_is(password: str) -> None:
    url = f"postgresql://monitor:{password}@127.0.0.1:5432/shop?sslmode=disable"

    assert conninfo_to_dict(readable(url)) == {
        "user": "monitor",
        "password": password,
        "host": "127.0.0.1",
        "port": "5432",
        "dbname": "shop",
        "sslmode": "disable",
    }
    assert password_of(url) == password


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://m:p%40s%3As@h/db",
        "postgres://m@h1:1,h2:2/db?target_session_attrs=read-write",
        "postgresql://m:p@[::1]:5432/db?options=-c%20geqo%3Doff",
        "postgresql://m:p@h/db?application_name=me@home",
        "postgresql:///db?host=/run/postgresql",
        "host=h user=m password='p w'",
    ],
)
def test_a_good_url_means_what_it_meant(url: str) -> None:
    assert conninfo_to_dict(readable(url)) == conninfo_to_dict(url)


@pytest.mark.parametrize(
    "url", ["", " ", "mysql://root:secret@h/shop", "secret", "postgresql://m:secret@h/shop?x", JDBC]
)
def test_what_is_no_url_is_said_without_a_part_of_it(url: str) -> None:
    with pytest.raises(StoreUnavailableError, match="must look like postgresql://") as raised:
        readable(url)
    assert "secret" not in str(raised.value)


def test_a_parameter_that_nobody_knows_is_named() -> None:
    with pytest.raises(StoreUnavailableError, match="does not know: 'fancy'") as raised:
        readable("postgresql://m:secret@h/shop?fancy=value")
    assert "value" not in str(raised.value)
    assert mended("postgresql://m:secret@h/shop?fancy=value").endswith("fancy=value")


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://u:p@aws-0-eu-central-1.pooler.supabase.com:6543/postgres", "require"),
        ("postgresql://u:p@db.abcdefghijklmnopqrst.supabase.co/postgres?pgbouncer=true", "require"),
        ("postgresql://u:p@db.abcdefghijklmnopqrst.supabase.co:5432", "require"),
        ("postgresql://u:p@aws-0-eu-central-1.pooler.supabase.com:6543/postgres?sslmode=verify-full", "verify-full"),
        ("postgresql://u:p@127.0.0.1:5432/postgres", None),
        ("postgresql://u:p@db.supabase.com.example:5432/postgres", None),
        ("postgresql://u:x.supabase.co@db.example:5432/postgres", None),
    ],
)
def test_nothing_goes_to_supabase_unencrypted(url: str, mode: str | None) -> None:
    assert conninfo_to_dict(readable(url)).get("sslmode") == mode
