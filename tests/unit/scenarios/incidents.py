"""The days that are played: what happens, and of what people are to be told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.decide.inhibition import HOLD_OFF
from pawpop_monitoring.domain.rules.patience import RATE
from tests.unit.scenarios.database import USABLE, usual_connections
from tests.unit.scenarios.shop import Shop, busy_shop, small_shop
from tests.unit.scenarios.spans import Span, at, between


@dataclass(frozen=True)
class Expected:
    """An alert on `fingerprint`, at most `checks` intervals and `evidence` after `since`.

    `evidence` is the time that has to pass before anybody could know. With `lasting` it is still open at the
    end of the day.
    """

    fingerprint: str
    since: datetime
    checks: int = 1
    evidence: timedelta = timedelta()
    lasting: bool = False

    def deadline(self, interval: timedelta) -> datetime:
        return self.since + self.checks * interval + self.evidence + timedelta(minutes=1)


@dataclass(frozen=True)
class Incident:
    """A day. `arrange` changes the shop and says what is expected."""

    name: str
    arrange: Callable[[Shop], list[Expected]]
    shop: Callable[..., Shop] = busy_shop


def _quiet(shop: Shop) -> list[Expected]:
    """With what a quiet day has: a batch job that takes most connections for a moment, and one slow answer."""
    job = between("11:29:50", "11:30:40")
    shop.database.connections = lambda moment: 82 if moment in job else usual_connections(moment)
    shop.database.slow = [between("17:44:50", "17:45:30")]
    return []


def _deploy_at(shop: Shop, deploy: Span) -> list[Expected]:
    """Whatever the shop does fails for a moment; its old and its new servers hold connections."""
    shop.database.failing = shop.images.failing = shop.payments.failing = [deploy]
    shop.database.connections = lambda moment: 85 if moment in deploy else usual_connections(moment)
    return []


def _deploy(shop: Shop) -> list[Expected]:
    return _deploy_at(shop, between("14:00:00", "14:00:30"))


def _straddling_deploy(shop: Shop) -> list[Expected]:
    """Both the check of 14:05 and the next find errors since the one before."""
    return _deploy_at(shop, between("14:04:45", "14:05:15"))


def _long_deploy(shop: Shop) -> list[Expected]:
    """One that takes a minute and a half; the pool is full at two checks in a row."""
    return _deploy_at(shop, between("14:03:40", "14:05:10"))


def _broken_release(shop: Shop) -> list[Expected]:
    """One in which most transactions fail, for half an hour, until it is taken back."""
    broken = between("10:00", "10:30")
    shop.database.failing = [broken]
    return [Expected("supabase:error_rate", broken.start, checks=2, evidence=RATE.outlasts)]


def _slow_reports(shop: Shop) -> list[Expected]:
    """A report of thirty seconds every other minute, in a shop that asks its database little else."""
    shop.database.calls = 0.01
    reports = [at("11:00") + number * timedelta(minutes=2) for number in range(30)]
    shop.database.long_calls = [Span(start, start + timedelta(seconds=30)) for start in reports]
    return [Expected("supabase:query_time", reports[0], checks=2, evidence=timedelta(minutes=10))]


def _leak(shop: Shop) -> list[Expected]:
    """From 6:00 on, five connections an hour are not given back; a restart at 20:00 ends it."""
    leak = between("06:00", "20:00")
    shop.database.connections = lambda moment: (
        30 + 5 * ((moment - leak.start) / timedelta(hours=1)) if moment in leak else 30
    )
    too_many = int(0.8 * USABLE) + 0.5  # rounded up, one more than 80 %
    beyond = leak.start + timedelta(hours=(too_many - 30) / 5)
    return [Expected("supabase:connections", beyond, checks=3)]


def _spike(shop: Shop) -> list[Expected]:
    """A loop asks for a picture every second; it costs 2.40 dollars a minute."""
    shop.images.looping = [between("15:00", "15:25")]
    return [Expected("fal-ai:daily_cost", shop.images.moment_of_cost(50), lasting=True)]


def _rotation(shop: Shop) -> list[Expected]:
    """The signing secret is rotated, and for two hours no delivery is taken."""
    wrong = between("10:00", "12:00")
    shop.payments.refusing = [wrong]
    return [
        Expected("stripe:undelivered", wrong.start, checks=2, evidence=timedelta(minutes=10)),
        Expected("stripe:bad_signatures", wrong.start, evidence=timedelta(minutes=15)),
    ]


def _stripe_outage(shop: Shop) -> list[Expected]:
    """Stripe does not answer for forty minutes; nobody can pay, so no events come either."""
    outage = between("16:00", "16:40")
    shop.payments.outages = [outage]
    return [Expected("stripe:unreachable", outage.start)]


def _stripe_outage_for_good(shop: Shop) -> list[Expected]:
    """The same, and no customer comes back: the next event takes its time, with all the silence behind it."""
    shop.payments.returning = 0.0
    return _stripe_outage(shop)


def _failover(shop: Shop) -> list[Expected]:
    """The database is away for forty seconds, and with it the alert store; its counters begin anew."""
    away = between("03:30:00", "03:30:40")
    shop.database.outages = [away]
    return [Expected("supabase:unreachable", away.start)]


def _blips(shop: Shop) -> list[Expected]:
    """Three restarts of a quarter of a minute, each of which one check meets."""
    shop.database.outages = [between(f"{clock}:00", f"{clock}:16") for clock in ("02:00", "03:10", "04:25")]
    return []


def _unseen_failover(shop: Shop) -> list[Expected]:
    """The same between two looks at the database; the other checks and the escalator do meet it."""
    shop.database.outages = [between("13:31:10", "13:31:50")]
    return []


def _long_failover(shop: Shop) -> list[Expected]:
    """A minute and a half, which two checks a minute apart meet."""
    away = between("13:33:55", "13:35:25")
    shop.database.outages = [away]
    return [Expected("supabase:unreachable", away.start)]


def _database_outage(shop: Shop) -> list[Expected]:
    """Forty minutes in which the shop's handlers fail for want of it; some events are tried again after two hours."""
    away = between("14:00:00", "14:40:00")
    shop.database.outages = shop.payments.failing = [away]
    return [
        Expected("supabase:unreachable", away.start),
        Expected("stripe:undelivered", away.end, checks=3, evidence=HOLD_OFF),
    ]


def _slow_query(shop: Shop) -> list[Expected]:
    """A report of ninety seconds, in a shop that asks its database little else."""
    shop.database.calls = 0.01
    shop.database.long_calls = [between("11:02:10", "11:03:40")]
    return []


def _offline(shop: Shop) -> list[Expected]:
    """The monitor itself has no network for ten minutes."""
    shop.offline = [between("09:00", "09:10")]
    return [Expected("system:network_down", at("09:00"))]


def _stuck_check(shop: Shop) -> list[Expected]:
    """The check of Stripe does not run for two hours."""
    shop.paused = {"stripe": between("18:00", "20:00")}
    return [Expected("system:stale_check:stripe", at("18:00"), checks=4)]


INCIDENTS = (
    Incident("quiet day", _quiet),
    Incident("deploy with 30 s of errors", _deploy),
    Incident("deploy across two checks", _straddling_deploy),
    Incident("deploy with 90 s of errors", _long_deploy),
    Incident("one slow query in a quiet shop", _slow_query, small_shop),
    Incident("a quiet shop's queries stay slow", _slow_reports, small_shop),
    Incident("broken release, 30 min", _broken_release),
    Incident("slow leak of connections", _leak),
    Incident("cost spike", _spike),
    Incident("webhook secret rotated wrongly", _rotation),
    Incident("Stripe outage of 40 min", _stripe_outage),
    Incident("the same, and nobody comes back", _stripe_outage_for_good),
    Incident("nightly silence of a small shop", lambda _shop: [], small_shop),
    Incident("database failover of 40 s", _failover),
    Incident("database failover of 90 s", _long_failover),
    Incident("database outage of 40 min", _database_outage),
    Incident("failover between two checks", _unseen_failover),
    Incident("three restarts of 16 s that checks meet", _blips),
    Incident("no network of our own, 10 min", _offline),
    Incident("a check that does not run", _stuck_check),
)
