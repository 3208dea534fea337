"""A month's bill."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bill.functions import uses_of_functions
from bill.prices import PRICES, Price
from bill.queues import uses_of_queues
from bill.runs import Runs, runs_of
from bill.secrets import uses_of_secrets
from bill.tables import uses_of_tables
from bill.template import Template
from bill.use import Use
from bill.watching import uses_of_watching
from bill.workload import CODE_GIGABYTES, Workload


@dataclass(frozen=True, slots=True)
class Line:
    """All that is used of one price, and what it costs beyond what is free."""

    price: Price
    uses: Sequence[Use]

    @property
    def quantity(self) -> Decimal:
        """Of the price's unit."""
        return sum((use.quantity for use in self.uses), Decimal(0))

    @property
    def dollars(self) -> Decimal:
        """What it costs."""
        return self.price.of(self.price.charged(self.quantity))

    @property
    def saved(self) -> Decimal:
        """What would be added in an account that uses up what is free otherwise."""
        return self.price.of(self.quantity) - self.dollars


@dataclass(frozen=True, slots=True)
class Bill:
    """The lines, in the order of PRICES."""

    lines: Sequence[Line]

    @property
    def dollars(self) -> Decimal:
        """The total."""
        return sum((line.dollars for line in self.lines), Decimal(0))

    @property
    def saved(self) -> Decimal:
        """What the always-free parts are worth."""
        return sum((line.saved for line in self.lines), Decimal(0))


def bill_of(template: Template, work: Workload, more: Iterable[Use] = ()) -> Bill:
    """The bill of a month of such work, and of what is used besides."""
    order = list(PRICES)
    uses = sorted([*_uses(template, work), *more], key=lambda use: order.index(use.price))
    return Bill([Line(PRICES[name], list(found)) for name, found in groupby(uses, lambda use: use.price)])


def _uses(template: Template, work: Workload) -> Iterator[Use]:
    runs = list(runs_of(template, work))
    yield from uses_of_functions(template, work, runs)
    yield from uses_of_queues(template, runs)
    yield from uses_of_tables(runs)
    yield from uses_of_secrets(template, work, runs)
    yield from uses_of_watching(template)
    yield from _calls(template, runs)
    yield Use("s3.storage", CODE_GIGABYTES, "what deployments leave behind")


def _calls(template: Template, runs: Sequence[Runs]) -> Iterator[Use]:
    asked = template.asked_over_http()
    yield from (Use("api.calls", each.times, f"to {each.function}") for each in runs if each.function in asked)
