"""The rules of the fal.ai check."""

from pawpop_monitoring.domain.rules import stripe, supabase
from pawpop_monitoring.domain.rules.patience import BOOKED, GAUGE, HANDLERS_RATE, HOUR_BY_HOUR, SLOW, WAVERING
from pawpop_monitoring.domain.rules.rule import Rule
from pawpop_monitoring.domain.service import FAL_AI
from pawpop_monitoring.domain.severity import Severity

UNREACHABLE = Rule(
    FAL_AI,
    "unreachable",
    "fal.ai is away, broken, or does not take the key, confirmed in the check",
    (Severity.CRITICAL,),
    felt_from=Severity.CRITICAL,
    may_be_theirs=True,
)
DAILY_COST = Rule(FAL_AI, "daily_cost", "more than 50 USD were spent today", (Severity.HIGH,))
MONTHLY_COST = Rule(FAL_AI, "monthly_cost", "more than 1000 USD were spent this month", (Severity.CRITICAL,))
MONTH_FORECAST = Rule(
    FAL_AI,
    "month_forecast",
    "at the present pace the month will cost more than 1000 USD (medium), even at the least and within 3 days (high)",
    (Severity.MEDIUM, Severity.HIGH),
    patience=BOOKED,
    inhibited_by=(MONTHLY_COST,),
)
BALANCE = Rule(
    FAL_AI,
    "balance",
    "the credit is used up (critical), or will be within 3 days at the present pace (medium)",
    (Severity.MEDIUM, Severity.CRITICAL),
    patience=WAVERING,
    felt_from=Severity.CRITICAL,
)
COST_GAP = Rule(
    FAL_AI,
    "cost_gap",
    "what fal.ai bills today and what the shop tracked differ by more than a tenth and a dollar",
    (Severity.LOW,),
    patience=BOOKED,
)
RATE_LIMIT = Rule(
    FAL_AI,
    "rate_limit",
    "fewer than 10 requests are left (medium), or none (high);"
    " a single report counts once, however often it is looked at",
    (Severity.MEDIUM, Severity.HIGH),
    patience=GAUGE,
    felt_from=Severity.HIGH,
    may_be_theirs=True,
)
ERROR_RATE = Rule(
    FAL_AI,
    "error_rate",
    "more than 5 % (medium) or 10 % (high) of the requests fail, beyond chance, refusals of content not counted",
    (Severity.MEDIUM, Severity.HIGH),
    patience=WAVERING,
    felt_from=Severity.MEDIUM,
    may_be_theirs=True,
)
RESPONSE_TIME = Rule(
    FAL_AI,
    "response_time",
    "more than 5 in 100 of the shop's own calls take longer than 2 minutes, beyond chance",
    (Severity.MEDIUM,),
    patience=HANDLERS_RATE,
    felt_from=Severity.MEDIUM,
    may_be_theirs=True,
)
REQUEST_GAP = Rule(
    FAL_AI,
    "request_gap",
    "no requests to fal.ai are tracked, for longer than the shop's own rhythm explains",
    (Severity.MEDIUM,),
    inhibited_by=(UNREACHABLE, *stripe.SHOP_SILENT, supabase.UNREACHABLE),
    looks_back=True,
)
UNUSUAL = Rule(
    FAL_AI,
    "unusual",
    "an hour has far more or fewer calls, failures or costs than such hours have (low while events of Stripe rise too)",
    (Severity.LOW, Severity.MEDIUM),
    patience=HOUR_BY_HOUR,
    inhibited_by=(UNREACHABLE, ERROR_RATE, REQUEST_GAP, DAILY_COST, *stripe.SHOP_SILENT, supabase.UNREACHABLE),
    looks_back=True,
    target="what is unusual",
)
DRIFT = Rule(
    FAL_AI,
    "drift",
    "days cost 12 % more than before, and 0.5 % of the limit by the month: beyond chance, growth and one wild day",
    (Severity.LOW,),
    patience=SLOW,
)
ERROR_BUDGET = Rule(
    FAL_AI,
    "error_budget",
    "image generation fails too often for 97 % of a month: 6 times too fast (high), for days (medium)",
    (Severity.MEDIUM, Severity.HIGH),
    patience=HOUR_BY_HOUR,
    inhibited_by=(UNREACHABLE, ERROR_RATE),
    felt_from=Severity.HIGH,
)

RULES = (
    UNREACHABLE,
    DAILY_COST,
    MONTHLY_COST,
    MONTH_FORECAST,
    BALANCE,
    COST_GAP,
    RATE_LIMIT,
    ERROR_RATE,
    RESPONSE_TIME,
    REQUEST_GAP,
)
TRENDS = (
    UNUSUAL,
    DRIFT,
    ERROR_BUDGET,
)
"""Those that the check of trends judges."""
