"""What fal.ai's price list says of models that the shop does not use: nothing, if it is away."""

from collections.abc import Mapping, Sequence
from concurrent.futures import wait

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.trends.models import dear_ones, simpler_than
from pawpop_monitoring.checks.trends.port import PriceList
from pawpop_monitoring.domain.readings.fal_ai import UnitPrice
from pawpop_monitoring.domain.readings.trends import EndpointUse

_HALF, _PATIENCE_SECONDS = 0.5, 3.0

type Prices = Mapping[str, UnitPrice]


def prices_of(endpoints: Sequence[EndpointUse], listed: PriceList) -> Prices:
    """Those of the dear models and of what may stand in for them, each pair asked for itself and all at once.

    A name that is not on the list any more costs no other its price, and a list that hangs no more than some seconds.
    """
    pairs = [(dear.endpoint, other) for dear in dear_ones(endpoints) for other in simpler_than(dear.endpoint)]
    running = [in_background(lambda pair=pair: listed.prices(pair)) for pair in pairs]  # type: ignore[misc]
    done, _ = wait(running, timeout=_PATIENCE_SECONDS)
    return {name: price for each in done if each.exception() is None for name, price in each.result().items()}


def cheaper_listed(dear: EndpointUse, prices: Prices) -> tuple[str, UnitPrice, UnitPrice] | None:
    """The cheapest at half the price or less for the same unit, its price and the present one."""
    now = prices.get(dear.endpoint)
    if now is None:
        return None
    alike = [(name, prices[name]) for name in simpler_than(dear.endpoint) if name in prices]
    cheaper = [
        (name, price)
        for name, price in alike
        if price.one_unit == now.one_unit and price.dollars <= _HALF * now.dollars
    ]
    name, price = min(cheaper, key=lambda one: one[1].dollars, default=("", now))
    return (name, price, now) if name else None
