"""The shops that a demo is played in: what they sold in four weeks, up to now. The demo tells the same in each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from local_stack.errors import StackError

_WEEKS = 4
_TRACES = ("fal_ai_usage", "request_id"), ("stripe_webhook_events", "event_id")
_MARK = "trading-"
"""How the ids of a shop's history begin."""

# Each order is a payment and a checkout that the shop handled, and a preview and a portrait; evenly over the day.
_CALLS = """
INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, created_at)
SELECT 'fal-ai/flux-pro/kontext/max', %(mark)s || number, 'success', 8000 + number %% 7 * 1500, 0.04,
  now() - number * interval '1 day' / %(a_day)s
FROM generate_series(1, %(all)s) AS number
"""
_EVENTS = """
INSERT INTO stripe_webhook_events (
  event_id, event_type, status, processing_time, payment_intent, payment_outcome, amount, currency, livemode,
  created_at, received_at, delivered_at, occurred_at
)
SELECT
  %(mark)s || type || number, type, 'success', 90 + number %% 5 * 30,
  CASE outcome WHEN 'succeeded' THEN %(mark)s || 'pi-' || number END, outcome, 4900, 'usd', true, at, at, at, at
FROM (
  SELECT number, now() - number * interval '1 day' / %(a_day)s AS at FROM generate_series(1, %(all)s) AS number
) AS sold
CROSS JOIN (
  VALUES ('payment_intent.succeeded', 'succeeded'), ('checkout.session.completed', NULL)
) AS event (type, outcome)
"""


@dataclass(frozen=True, slots=True)
class DemoShop:
    """A shop with so many orders a day."""

    name: str
    orders_a_day: int


SHOPS = {shop.name: shop for shop in (DemoShop("small", 5), DemoShop("large", 300))}


def shop_named(name: str) -> DemoShop:
    """The shop of that name; StackError if there is none."""
    if name not in SHOPS:
        raise StackError(f"There is no shop '{name}' to play in; SHOP may be {' or '.join(SHOPS)}.")
    return SHOPS[name]


@contextmanager
def trading(database_url: str, shop: DemoShop) -> Iterator[None]:
    """Four weeks of the shop's orders, gone again afterwards; what a demo left that was killed is gone before."""
    _forget(database_url)
    try:
        with psycopg.connect(database_url) as connection:
            for statement, an_order in ((_CALLS, 2), (_EVENTS, 1)):
                a_day = an_order * shop.orders_a_day
                connection.execute(statement, {"mark": _MARK, "a_day": a_day, "all": a_day * 7 * _WEEKS})
        yield
    finally:
        _forget(database_url)


def _forget(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        for table, column in _TRACES:
            names = sql.Identifier(table), sql.Identifier(column)
            connection.execute(sql.SQL("DELETE FROM {} WHERE starts_with({}, %s)").format(*names), [_MARK])
