"""Days with two faults at once that have nothing to do with each other: both are told, and nothing else."""

from datetime import timedelta

from pawpop_monitoring.domain.rules.patience import GAUGE
from tests.unit.scenarios.database import usual_connections
from tests.unit.scenarios.incidents import Expected, Incident
from tests.unit.scenarios.rate_days import PAYMENTS
from tests.unit.scenarios.shop import Shop
from tests.unit.scenarios.spans import Span, at, between

_FULL = 84
_POOL, _REFUSED = "supabase:connections", "fal-ai:error_rate"


def _fills(shop: Shop, span: Span) -> Expected:
    shop.database.connections = lambda moment: _FULL if moment in span else usual_connections(moment)
    return Expected(_POOL, span.start, checks=2, evidence=GAUGE.outlasts)


def _payments_and_pool(shop: Shop) -> list[Expected]:
    broken = between("12:00", "12:40")
    shop.payments.broken = [(broken, 1.0, "processing_error")]
    return [
        Expected(PAYMENTS, broken.start, evidence=timedelta(minutes=15)),
        _fills(shop, between("12:07", "13:07")),
    ]


def _fal_and_secret(shop: Shop) -> list[Expected]:
    """fal.ai is away, and meanwhile the signing secret is rotated wrongly."""
    away, wrong = between("14:00", "14:40"), between("14:20", "15:30")
    shop.images.outages, shop.payments.refusing = [away], [wrong]
    return [
        Expected("fal-ai:unreachable", away.start),
        Expected("stripe:undelivered", wrong.start, checks=2, evidence=timedelta(minutes=10)),
        Expected("stripe:bad_signatures", wrong.start, evidence=timedelta(minutes=15)),
    ]


def _stripe_and_errors(shop: Shop) -> list[Expected]:
    """Stripe is away, and six of ten requests to fal.ai fail."""
    away, broken = between("16:00", "16:40"), between("15:50", "17:30")
    shop.payments.outages, shop.images.flaky = [away], [(broken, 0.6)]
    return [
        Expected("stripe:unreachable", away.start),
        Expected(_REFUSED, broken.start, evidence=timedelta(minutes=30)),
    ]


def _costs_and_pool(shop: Shop) -> list[Expected]:
    shop.images.looping = [between("15:00", "15:25")]
    return [
        _fills(shop, between("14:30", "16:00")),
        Expected("fal-ai:daily_cost", shop.images.moment_of_cost(50), lasting=True),
    ]


def _two_hiccups(shop: Shop) -> list[Expected]:
    """A deploy, and a restart of the database a minute before: neither is worth a word."""
    deploy = between("14:04:45", "14:05:15")
    shop.database.failing = shop.images.failing = shop.payments.failing = [deploy]
    shop.database.outages = [Span(at("14:03:30"), at("14:03:46"))]
    return []


SEVERAL_FAULTS = (
    Incident("payments fail, and the pool is full", _payments_and_pool),
    Incident("fal.ai is away, and a secret is rotated wrongly", _fal_and_secret),
    Incident("Stripe is away, and most requests to fal.ai fail", _stripe_and_errors),
    Incident("costs run away, and the pool is full", _costs_and_pool),
    Incident("a deploy, and a restart just before", _two_hiccups),
)
