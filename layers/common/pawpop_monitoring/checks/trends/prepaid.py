"""For how long the prepaid credit at fal.ai lasts; its rule is judged by the check of fal.ai itself."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.analytics.credit import credit_days_left
from pawpop_monitoring.analytics.daily_pace import FEWEST_DAYS
from pawpop_monitoring.checks.trends.amounts import coming_day, money, some_days
from pawpop_monitoring.contracts.insights_response import CreditView, State
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.trends import TrendReading

_UNREAD = (
    "The credit at fal.ai is not known: in the last day it could not be read. That takes an admin key of fal.ai"
    " (FalAdminKey)."
)


def credit_of(reading: TrendReading, zone: ZoneInfo) -> CreditView:
    """At the pace of the last weeks, in the shape of a week."""
    now = reading.read_at.astimezone(zone)
    balance, days = reading.balance, len(reading.daily.before) if reading.daily else 0
    if balance is None:
        return CreditView(text=_UNREAD)
    left = credit_days_left(balance, reading.daily.before if reading.daily else ())
    if left is None and days < FEWEST_DAYS:
        text = f"{_left_over(balance)}. To say for how long takes {FEWEST_DAYS} full days of costs; {days} so far."
        return CreditView(
            state=State.LEARNING, text=text, basis=f"{plural(days, 'full day')} of costs", balance=balance
        )
    ends = None if left is None else (now + timedelta(days=left)).date()
    until = "" if ends is None else coming_day(ends, now.date())
    return CreditView(
        state=State.KNOWN,
        text=_in_words(balance, left, until),
        basis=f"{plural(days, 'full day')} of costs, and the balance that fal.ai told last",
        balance=balance,
        days_left=None if left is None else round(left, 1),
        runs_out_on=ends,
    )


def _in_words(balance: float, left: float | None, until: str) -> str:
    if balance <= 0:
        return f"The credit at fal.ai is used up ({money(balance)}), so fal.ai refuses every request."
    if left is None:
        return f"{_left_over(balance)}, for more than a year at this pace."
    return f"{_left_over(balance)}, for {some_days(left)} at this pace: until {until}."


def _left_over(balance: float) -> str:
    return f"{money(balance)} of credit at fal.ai are left"
