"""The figures of the guide's page on costs."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from bill.bill import Bill, Line, bill_of
from bill.report import money, number
from bill.tab import Tab, dollars_of_tab
from bill.template import CHANNELS, METRICS, Template
from bill.workload import INTERVALS, Workload

GUIDE = Path(__file__).parents[1] / "guide" / "costs.md"

_BETWEEN = re.compile(r"(?<=<!-- bill -->\n).*?(?=<!-- end of bill -->)", re.DOTALL)


_TABS = {
    "A dashboard tab, open all month": Tab(),
    "A tab of curves, open all month": Tab(curves=True),
    "A tab of one alert, open all month": Tab(alert=True),
    "A dashboard tab on a new account (`LiveConcurrency` 0)": Tab(live=False),
    "A tab of curves on a new account": Tab(curves=True, live=False),
    "A tab of one alert on a new account": Tab(alert=True, live=False),
}


def guide_text(template: Template) -> str:
    """The page with the figures as they are."""
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in _rows(template))
    return _BETWEEN.sub(lambda _: f"\n{table}\n\n", GUIDE.read_text("utf-8"))


def _rows(template: Template) -> Iterator[Sequence[str]]:
    works = [Workload(interval=interval) for interval in INTERVALS]
    bills = [bill_of(template, work) for work in works]
    yield "A month of", "Free for ever", *(f"Checks every {interval} min" for interval in INTERVALS)
    yield ("---",) * (2 + len(bills))
    for lines in zip(*(bill.lines for bill in bills), strict=True):
        price = lines[0].price
        yield f"{price.service}: {price.unit}", number(price.free), *map(_cell, lines)
    yield "**Total**", "", *(f"**{money(bill.dollars)}**" for bill in bills)
    yield "The same where nothing is free", "", *map(_all_charged, bills)
    for what, off in (("Channels besides mail", METRICS), ("Numbers sent on (`MetricsTo`)", CHANNELS)):
        with_it = Template(template.document, frozenset({off}))
        more = (bill_of(with_it, work).dollars - bill.dollars for work, bill in zip(works, bills, strict=True))
        yield what, "", *(f"+ {money(dollars)}" for dollars in more)
    for what, tab in _TABS.items():
        yield what, "", *(f"+ {money(dollars_of_tab(template, work, tab))}" for work in works)
    everything = Template(template.document, frozenset())
    yield "All of these at once, with the dearest tab", "", *(money(_with_tab(everything, work)) for work in works)


def _with_tab(template: Template, work: Workload) -> Decimal:
    return bill_of(template, work).dollars + max(dollars_of_tab(template, work, tab) for tab in _TABS.values())


def _cell(line: Line) -> str:
    return f"{number(line.quantity)}: {money(line.dollars)}"


def _all_charged(bill: Bill) -> str:
    return money(bill.dollars + bill.saved)
