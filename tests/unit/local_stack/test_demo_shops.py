"""The shops that the demo is played in."""

import pytest

from local_stack.demo.shops import SHOPS, shop_named
from local_stack.errors import StackError


def test_a_small_shop_has_five_orders_a_day() -> None:
    assert shop_named("small").orders_a_day == 5
    assert SHOPS["large"].orders_a_day > 50 * SHOPS["small"].orders_a_day


def test_another_name_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(StackError, match="SHOP may be small or large"):
        shop_named("huge")
