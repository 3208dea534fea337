"""The guide tells the figures of `make bill`."""

from bill.guide import GUIDE, guide_text
from tests.unit.bill.present import TEMPLATE


def test_the_guide_has_the_figures_of_the_bill() -> None:
    assert GUIDE.read_text("utf-8") == guide_text(TEMPLATE), "run 'python -m bill --guide'"
