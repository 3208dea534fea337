"""The rules of the Stripe check.

The shop's handlers need its database, so without that their failures say nothing. Customers who pay don't feel them:
their payment succeeds, and what the shop missed is delivered again.
"""

from pawpop_monitoring.domain.rules import supabase
from pawpop_monitoring.domain.rules.patience import GAUGE, HANDLER, HANDLERS_RATE, HOUR_BY_HOUR, WAVERING
from pawpop_monitoring.domain.rules.rule import Rule
from pawpop_monitoring.domain.service import STRIPE
from pawpop_monitoring.domain.severity import Severity

UNREACHABLE = Rule(
    STRIPE,
    "unreachable",
    "Stripe's API is away or rejects the key, confirmed in the check",
    (Severity.CRITICAL,),
    felt_from=Severity.CRITICAL,
    may_be_theirs=True,
)
CONSECUTIVE_FAILURES = Rule(
    STRIPE,
    "consecutive_failures",
    "the last 3 webhook events or more failed",
    (Severity.HIGH,),
    patience=HANDLER,
    inhibited_by=(supabase.UNREACHABLE,),
)
EVENT_TYPE_FAILING = Rule(
    STRIPE,
    "event_type_failing",
    "every delivery of one type of event fails",
    (Severity.HIGH,),
    patience=HANDLER,
    inhibited_by=(CONSECUTIVE_FAILURES, supabase.UNREACHABLE),
    looks_back=True,
)
WEBHOOK_SUCCESS_RATE = Rule(
    STRIPE,
    "webhook_success_rate",
    "the shop handles fewer than 95 % of the webhook events, and fewer than chance explains",
    (Severity.MEDIUM, Severity.HIGH),
    patience=HANDLERS_RATE,
    inhibited_by=(CONSECUTIVE_FAILURES, EVENT_TYPE_FAILING, supabase.UNREACHABLE),
    looks_back=True,
)
HANDLING_TIME = Rule(
    STRIPE,
    "handling_time",
    "the shop's handler takes longer than 10 s for more than 5 in 100 webhook events, beyond chance",
    (Severity.MEDIUM,),
    patience=HANDLERS_RATE,
    inhibited_by=(CONSECUTIVE_FAILURES, supabase.UNREACHABLE),
    looks_back=True,
)
PAYMENT_SUCCESS_RATE = Rule(
    STRIPE,
    "payment_success_rate",
    "fewer than 98 % of the payments succeed, beyond chance (critical); declined or broken off far more than usual",
    (Severity.MEDIUM, Severity.CRITICAL),
    patience=WAVERING,
    felt_from=Severity.CRITICAL,
    may_be_theirs=True,
)
ENDPOINT_DISABLED = Rule(
    STRIPE,
    "endpoint_disabled",
    "Stripe has disabled a webhook endpoint",
    (Severity.CRITICAL,),
)
UNDELIVERED = Rule(
    STRIPE,
    "undelivered",
    "Stripe holds events that it can't deliver",
    (Severity.MEDIUM,),
    patience=GAUGE,
    inhibited_by=(CONSECUTIVE_FAILURES, EVENT_TYPE_FAILING, WEBHOOK_SUCCESS_RATE, supabase.UNREACHABLE),
    echoes=2.0,
    may_be_theirs=True,
)
BAD_SIGNATURES = Rule(
    STRIPE,
    "bad_signatures",
    "more than 10 genuine-looking deliveries were refused in an hour and none was taken (high);"
    " floods of forged ones (low)",
    (Severity.LOW, Severity.HIGH),
)
WEBHOOK_GAP = Rule(
    STRIPE,
    "webhook_gap",
    "no webhook events come, for longer than the shop's own rhythm explains",
    (Severity.MEDIUM,),
    inhibited_by=(UNREACHABLE, BAD_SIGNATURES, supabase.UNREACHABLE),
    looks_back=True,
    may_be_theirs=True,
)
SHOP_SILENT = (WEBHOOK_GAP,)
"""What tells of a shop in which nothing goes on; whatever else is quiet then is explained by it."""

UNUSUAL = Rule(
    STRIPE,
    "unusual",
    "an hour has far more or fewer events than such hours have, or six hours far fewer payments",
    (Severity.LOW, Severity.MEDIUM),
    patience=HOUR_BY_HOUR,
    inhibited_by=(UNREACHABLE, PAYMENT_SUCCESS_RATE, BAD_SIGNATURES, UNDELIVERED, WEBHOOK_GAP, supabase.UNREACHABLE),
    looks_back=True,
    target="what is unusual",
)
ERROR_BUDGET = Rule(
    STRIPE,
    "error_budget",
    "webhooks fail or take over 5 s, too often for 99.5 % of a month: 6 times too fast (high), for days (medium)",
    (Severity.MEDIUM, Severity.HIGH),
    patience=HOUR_BY_HOUR,
    inhibited_by=(CONSECUTIVE_FAILURES, EVENT_TYPE_FAILING, WEBHOOK_SUCCESS_RATE, supabase.UNREACHABLE),
)

RULES = (
    UNREACHABLE,
    CONSECUTIVE_FAILURES,
    EVENT_TYPE_FAILING,
    WEBHOOK_SUCCESS_RATE,
    HANDLING_TIME,
    PAYMENT_SUCCESS_RATE,
    ENDPOINT_DISABLED,
    UNDELIVERED,
    WEBHOOK_GAP,
    BAD_SIGNATURES,
)
TRENDS = (
    UNUSUAL,
    ERROR_BUDGET,
)
"""Those that the check of trends judges."""
