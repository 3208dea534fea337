"""A dollar a month: promise 8, by the template as it is."""

from decimal import Decimal

import pytest

from bill.bill import bill_of
from bill.report import report
from bill.resources import COUNTED
from bill.tab import dollars_of_tab
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
def test_a_dashboard_left_open_costs_a_quarter_of_a_dollar_at_most(interval: int) -> None:
    assert 0 < dollars_of_tab(TEMPLATE, Workload(interval=interval)) <= Decimal("0.25")
