"""The chapters, in the order in which they are played."""

from local_stack.demo.chapter import Chapter
from local_stack.demo.chapters import connections, cost, images, outage, payments, rate_limit, webhooks

CHAPTERS: tuple[Chapter, ...] = (
    connections.CHAPTER,
    outage.CHAPTER,
    cost.CHAPTER,
    rate_limit.CHAPTER,
    images.CHAPTER,
    webhooks.CHAPTER,
    payments.CHAPTER,
)
