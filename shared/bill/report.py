"""The bill as people read it."""

from collections.abc import Iterator
from decimal import Decimal

from bill.bill import Bill, Line
from bill.prices import AS_OF

_WHOLE_FROM = 100


def report(bill: Bill) -> Iterator[str]:
    """Each line with what it is made of, and the total."""
    for line in bill.lines:
        yield f"{line.price.service}: {line.price.unit}"
        for use in line.uses:
            yield f"  {number(use.quantity):>12}  {use.why}"
        yield f"  {number(line.quantity):>12}  {_rule(line)} = {money(line.dollars)}"
        yield ""
    yield f"Total {money(bill.dollars)} a month. List prices of {AS_OF}, us-east-1."
    yield f"In an account that uses up elsewhere what AWS gives for ever: {money(bill.dollars + bill.saved)}."


def money(dollars: Decimal) -> str:
    """To the cent; what is less than half a cent but not nothing is said to be so."""
    if 0 < dollars < Decimal("0.005"):
        return "<$0.01"
    return f"${dollars:.2f}"


def number(quantity: Decimal) -> str:
    """Whole, where the fraction says nothing."""
    return (
        f"{quantity:,.0f}"
        if quantity >= _WHOLE_FROM or quantity == quantity.to_integral_value()
        else f"{quantity:,.3f}"
    )


def _rule(line: Line) -> str:
    price = line.price
    free = f", {number(price.free)} free for ever" if price.free else ""
    each = f" for {price.per:,}" if price.per > 1 else ""
    return f"in all{free}, then ${price.dollars.normalize():f}{each}" if price.dollars else "in all, free"
