"""Ways in which Postgres leaves us alone."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from tests.integration.faults.fault import Fault, KeptBack, Strike
from tests.integration.faults.shop import Shop


@contextmanager
def down(shop: Shop) -> Iterator[None]:
    shop.cluster.stop()  # not a crash: this cluster does not wait for its disk, and would forget what it committed
    try:
        yield
    finally:
        shop.cluster.start()


@contextmanager
def read_only(shop: Shop) -> Iterator[None]:
    _set_read_only(shop, value="on")
    try:
        yield
    finally:
        _set_read_only(shop, value="off")


@contextmanager
def hanging(shop: Shop) -> Iterator[None]:
    shop.database_hangs = True
    shop.cluster.pause()
    try:
        yield
    finally:
        shop.cluster.resume()
        shop.database_hangs = False


@contextmanager
def out_of_slots(shop: Shop) -> Iterator[None]:
    with ExitStack() as others:
        with pytest.raises(psycopg.OperationalError):
            _take_all(others, shop.database_url)
        yield


def _take_all(others: ExitStack, url: str) -> None:
    while True:
        others.enter_context(closing(psycopg.connect(url)))


def _set_read_only(shop: Shop, *, value: str) -> None:
    name = sql.Identifier(str(conninfo_to_dict(shop.database_url)["dbname"]))
    with psycopg.connect(shop.cluster.url("postgres", superuser=True), autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = {}").format(name, sql.Literal(value))
        )


def _unwritable(strike: Strike) -> Strike:
    """The same, and proof that the product can't write meanwhile."""

    @contextmanager
    def proven(shop: Shop) -> Iterator[None]:
        with strike(shop):
            with closing(shop.open_database()) as database, pytest.raises(StoreUnavailableError):
                PostgresAlertStore(database).mark_published(["x"])
            shop.noticed += 1
            yield

    return proven


def _fault(name: str, strike: Strike, minutes: int = 10) -> Fault:
    return Fault(
        name=f"database: {name}",
        strike=_unwritable(strike),
        noticed=lambda shop: shop.noticed > 0,
        lasts=timedelta(minutes=minutes),
        keeps_back=KeptBack.WHAT_NEEDS_THE_STORE,
    )


DATABASE_FAULTS = (
    _fault("down", down),
    _fault("read-only", read_only),
    _fault("hanging", hanging, minutes=5),
    _fault("out of slots", out_of_slots),
)
