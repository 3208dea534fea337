"""The proof that a rule works through the deployed system: it fires, says so once, and recovers, which it says once."""

from collections.abc import Callable
from dataclasses import dataclass

from pawpop_monitoring.alerting.decide.policy import USUAL_INTERVAL, policy_for
from pawpop_monitoring.domain.rules.patience import Policy
from tests.e2e.shop import Shop

type Deed = Callable[[Shop], object]


def nothing(_shop: Shop) -> None:
    """For what needs no doing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One way to break one rule from outside, and to mend it again.

    `check` is the check that sees it, `go_on` is done before every look after the first, as some troubles fade.
    """

    check: str
    fingerprint: str
    severity: str
    message: str
    make_fire: Deed
    make_recover: Deed
    go_on: Deed = nothing

    @property
    def opening(self) -> str:
        """Subject of the mail that tells of it."""
        return f"[{self.severity.upper()}] {self._about}"

    @property
    def recovery(self) -> str:
        """Subject of the mail that says it is over."""
        return f"[RESOLVED] {self._about}"

    @property
    def _about(self) -> str:
        return f"{self.fingerprint.partition(':')[0]} Alert: {self.message}"

    def __str__(self) -> str:
        """How pytest names the case."""
        return self.fingerprint


def patience_of(fingerprint: str) -> Policy:
    """How many checks the rule of `fingerprint` waits for, here."""
    service, rule, *_ = fingerprint.split(":")
    return policy_for(service, rule)


def refused(provider: str, status: int) -> Deed:
    """A provider answers every call with `status`."""
    return lambda shop: shop.fail_next(provider, status=status)


def prove(shop: Shop, trouble: Trouble) -> None:
    """Silent while all is well, one mail when it breaks, none more while it stays so, one when it is mended."""
    _look(shop, trouble)
    assert shop.subjects() == []
    try:
        trouble.make_fire(shop)
        _prove_it_opens_once(shop, trouble)
    finally:
        trouble.make_recover(shop)
    _prove_it_recovers_once(shop, trouble)


def _prove_it_opens_once(shop: Shop, trouble: Trouble) -> None:
    for _ in range(patience_of(trouble.fingerprint).open_after - 1):
        _look(shop, trouble)
        assert shop.subjects() == []
        trouble.go_on(shop)
    for _ in range(2):
        _look(shop, trouble)
        assert shop.mails_once_quiet(1) == [trouble.opening]
        trouble.go_on(shop)
    assert _alerts(shop) == [(trouble.fingerprint, trouble.severity, "open")]


def _prove_it_recovers_once(shop: Shop, trouble: Trouble) -> None:
    for _ in range(patience_of(trouble.fingerprint).good_looks(USUAL_INTERVAL) - 1):
        _look(shop, trouble)
        assert shop.subjects() == [trouble.opening]
    for _ in range(2):
        _look(shop, trouble)
        assert shop.mails_once_quiet(2) == [trouble.opening, trouble.recovery]
    assert _alerts(shop) == [(trouble.fingerprint, trouble.severity, "resolved")]


def _look(shop: Shop, trouble: Trouble) -> None:
    """One check, and its metric written down: the next one may compare with it."""
    shop.check(trouble.check)
    shop.wait_until_quiet()


def _alerts(shop: Shop) -> list[tuple[str, str, str]]:
    rows = shop.query("SELECT fingerprint, severity, status FROM monitoring_alerts ORDER BY id")
    return [(fingerprint, severity, status) for fingerprint, severity, status in rows]
