"""`make demo` tells of the same troubles in a shop with five orders a day as in a large one."""

import io
from contextlib import suppress

import httpx
import pytest

from local_stack.demo.api import Api
from local_stack.demo.chapter import perform
from local_stack.demo.chapters import CHAPTERS
from local_stack.demo.narrator import Narrator
from local_stack.demo.scene import scene_of
from local_stack.demo.shops import SHOPS, DemoShop, trading
from tests.e2e.shop import Shop

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("demo", SHOPS.values(), ids=SHOPS)
def test_every_chapter_brings_its_mails(shop: Shop, demo: DemoShop) -> None:
    with suppress(httpx.TimeoutException):  # a cold start of a busy machine, which make demo has behind it by now
        Api(shop.stack).newest_alerts()
    told = io.StringIO()
    with trading(shop.stack.database_url, demo):
        outcomes = [perform(chapter, scene_of(shop.stack, shop.postgres, Narrator(told))) for chapter in CHAPTERS]

    assert not [outcome for outcome in outcomes if not outcome.as_expected], told.getvalue()
    left = "SELECT count(*) FROM fal_ai_usage UNION ALL SELECT count(*) FROM stripe_webhook_events"
    assert shop.query(left) == [(0,), (0,)], "what a demo reports is gone again"
