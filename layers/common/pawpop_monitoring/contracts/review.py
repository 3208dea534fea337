"""The monthly review: kept in a table, sent through AlertQueue, shown by the API. All words are said here already."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from pawpop_monitoring.contracts.wire import QueueModel, UtcDatetime


class ReviewRow(QueueModel):
    """A line of a table; `also` is what stands below the value, smaller."""

    name: str
    value: str
    also: str = ""


class ReviewAdvice(QueueModel):
    """Something to change: why, how much it saves a month in US dollars, and how to undo it."""

    title: str
    evidence: str
    saves_usd_a_month: float | None = None
    undo: str = ""


class Review(QueueModel):
    """One month, told once: what happened, what it cost, what to change.

    `lead` says it in a sentence or two, `notes` what has to be known of the numbers. Money in US dollars.
    """

    month: str = Field(pattern=r"^\d{4}-\d{2}$")
    title: str
    made_at: UtcDatetime
    lead: str
    alerts: int
    cost_usd: float
    cost_before_usd: float | None = None
    happened: tuple[ReviewRow, ...] = ()
    rules: tuple[ReviewRow, ...] = ()
    costs: tuple[ReviewRow, ...] = ()
    advice: tuple[ReviewAdvice, ...] = ()
    notes: tuple[str, ...] = ()


class ReviewMessage(QueueModel):
    """What asks the notifier to mail a review; a `test` has a name of its own, and is none of a month."""

    kind: Literal["review"] = "review"
    review: Review
    test: str = Field("", max_length=60)

    @property
    def key(self) -> str:
        """What the mail is deduplicated by."""
        return f"review/test/{self.test}" if self.test else f"review/{self.review.month}"


@dataclass(frozen=True, slots=True)
class KeptReview:
    """A review as it was made, and whether it was handed to the queue of mails."""

    review: Review
    is_handed_over: bool = False
