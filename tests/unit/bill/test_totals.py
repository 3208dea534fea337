"""A dollar a month: promise 8, by the template as it is."""

from decimal import Decimal

import pytest

from bill.bill import bill_of
from bill.report import report
from bill.resources import COUNTED
from bill.tab import Tab, dollars_of_tab, uses_of_tab
from bill.workload import INTERVALS, Workload
from tests.unit.bill.present import TEMPLATE


@pytest.mark.parametrize(("interval", "most"), [(5, "1.00"), (1, "1.50")])
def test_a_month_with_everything_switched_on(interval: int, most: str) -> None:
    assert bill_of(TEMPLATE, Workload(interval=interval)).dollars <= Decimal(most)


def test_every_kind_of_resource_is_counted() -> None:
    kinds = {resource["Type"] for resource in TEMPLATE.document["Resources"].values()}
    assert kinds <= COUNTED.keys(), "say in shared/bill/resources.py where the bill counts it"


def test_each_line_is_explained_and_the_lines_add_up() -> None:
    bill = bill_of(TEMPLATE, Workload(interval=5))
    assert all(use.why for line in bill.lines for use in line.uses)
    assert bill.dollars == sum(line.dollars for line in bill.lines)
    printed = "\n".join(report(bill))
    assert all(f"{line.price.service}: {line.price.unit}" in printed for line in bill.lines)
    assert f"Total ${bill.dollars:.2f} a month" in printed


def test_more_checks_cost_more() -> None:
    totals = [bill_of(TEMPLATE, Workload(interval=interval)).dollars for interval in (15, 5, 2, 1)]
    assert totals == sorted(totals)
    assert totals[0] < totals[-1]


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize("shows", [{}, {"curves": True}, {"alert": True}], ids=["numbers", "curves", "alert"])
@pytest.mark.parametrize("live", [True, False], ids=["live", "new account"])
def test_a_page_left_open_costs_a_quarter_of_a_dollar_at_most(
    interval: int, shows: dict[str, bool], live: bool
) -> None:
    assert 0 < dollars_of_tab(TEMPLATE, Workload(interval=interval), Tab(live=live, **shows)) <= Decimal("0.25")


def test_curves_and_a_person_at_the_page_are_in_the_bill() -> None:
    work = Workload(interval=1)
    calls = {tab: _calls(work, tab) for tab in (Tab(), Tab(curves=True), Tab(live=False), Tab(live=False, alert=True))}
    assert calls[Tab(curves=True)] > Decimal(24 * 730)
    assert calls[Tab(live=False)] > Decimal(730 * 60)
    assert calls[Tab(live=False, alert=True)] > Decimal(730 * 40 + 730 * 2 + 30 * 60)


def _calls(work: Workload, tab: Tab) -> Decimal:
    return sum((use.quantity for use in uses_of_tab(TEMPLATE, work, tab) if use.price == "api.calls"), Decimal(0))
