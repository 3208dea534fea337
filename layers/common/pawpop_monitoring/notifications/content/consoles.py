"""Pages of the providers where the next steps are taken, by service and rule."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Console(NamedTuple):
    """A page, and what it is called."""

    label: str
    url: str


# With `_` Supabase asks which project is meant.
_PROJECT = "https://supabase.com/dashboard/project/_"
_STRIPE = "https://dashboard.stripe.com"
_FAL = "https://fal.ai/dashboard"

BY_SERVICE: Mapping[str, tuple[Console, ...]] = MappingProxyType(
    {
        "supabase": (
            Console("Supabase dashboard", _PROJECT),
            Console("Status of Supabase", "https://status.supabase.com"),
        ),
        "fal-ai": (Console("fal.ai dashboard", _FAL), Console("Status of fal.ai", "https://status.fal.ai")),
        "stripe": (Console("Stripe dashboard", _STRIPE), Console("Status of Stripe", "https://status.stripe.com")),
        "mail": (Console("Resend: mails", "https://resend.com/emails"),),
    }
)
_QUERIES = Console("Supabase: query performance", f"{_PROJECT}/advisors/query-performance")
_REPORTS = Console("Supabase: database report", f"{_PROJECT}/reports/database")
_SETTINGS = Console("Supabase: database settings", f"{_PROJECT}/database/settings")
_BILLING = Console("fal.ai: billing", f"{_FAL}/billing")
_USAGE = Console("fal.ai: usage", f"{_FAL}/usage")
_FAILED = Console("Stripe: failed payments", f"{_STRIPE}/payments?status%5B0%5D=failed")
_WEBHOOKS = Console("Stripe: webhooks", f"{_STRIPE}/webhooks")
_MAILS = Console("Resend: mails", "https://resend.com/emails")

BY_RULE: Mapping[str, Console] = MappingProxyType(
    {
        "supabase:connections": _REPORTS,
        "supabase:query_time": _QUERIES,
        "supabase:locks": _QUERIES,
        "supabase:error_rate": Console("Supabase: logs", f"{_PROJECT}/logs/postgres-logs"),
        "supabase:disk_usage": _SETTINGS,
        "supabase:capacity": _SETTINGS,
        "supabase:unreachable": _SETTINGS,
        "fal-ai:daily_cost": _USAGE,
        "fal-ai:monthly_cost": _USAGE,
        "fal-ai:cost_gap": _USAGE,
        "fal-ai:month_forecast": _USAGE,
        "fal-ai:unusual": _USAGE,
        "fal-ai:drift": _USAGE,
        "fal-ai:balance": _BILLING,
        "stripe:payment_success_rate": _FAILED,
        "stripe:webhook_success_rate": _WEBHOOKS,
        "stripe:consecutive_failures": _WEBHOOKS,
        "stripe:event_type_failing": _WEBHOOKS,
        "stripe:webhook_gap": _WEBHOOKS,
        "stripe:endpoint_disabled": _WEBHOOKS,
        "stripe:undelivered": _WEBHOOKS,
        "stripe:bad_signatures": _WEBHOOKS,
        "stripe:handling_time": _WEBHOOKS,
        "system:delivery_failing": _MAILS,
        "system:mailbox_lost": _MAILS,
    }
)


def consoles_for(service: str, rule: str) -> tuple[Console, ...]:
    """The page of that very rule first, then those of its service."""
    own = BY_RULE.get(f"{service}:{rule}")
    return ((own,) if own else ()) + BY_SERVICE.get(service, ())
