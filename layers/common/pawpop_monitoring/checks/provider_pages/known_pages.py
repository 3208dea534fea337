"""Which pages there are, and where: the one place for their addresses.

Confirmed in public code are those of Supabase and Resend (Atlassian Statuspage) and of Stripe (its own form). That of
Vercel is known as a Statuspage and that of fal.ai as an Instatus page, both unconfirmed: what does not read as such
says nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pawpop_monitoring.checks.provider_pages.answers import instatus, statuspage, stripe
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE

RESEND, VERCEL = "resend", "vercel"


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """`url` is read by programs, `page` by people; `reports` makes of the JSON what is wrong, see `answers`."""

    name: str
    provider: str
    url: str
    page: str
    reports: Callable[[Any], str | None]

    def address(self, stand_in: str) -> str:
        """`url`, or below `stand_in` where that is not empty: the local stack's sandbox."""
        return f"{stand_in.rstrip('/')}/{self.name}" if stand_in else self.url


PAGES = (
    ProviderPage(
        SUPABASE,
        "Supabase",
        "https://status.supabase.com/api/v2/summary.json",
        "https://status.supabase.com",
        statuspage,
    ),
    ProviderPage(STRIPE, "Stripe", "https://status.stripe.com/current", "https://status.stripe.com", stripe),
    ProviderPage(FAL_AI, "fal.ai", "https://status.fal.ai/summary.json", "https://status.fal.ai", instatus),
    ProviderPage(
        RESEND, "Resend", "https://resend-status.com/api/v2/summary.json", "https://resend-status.com", statuspage
    ),
    ProviderPage(
        VERCEL,
        "Vercel",
        "https://www.vercel-status.com/api/v2/summary.json",
        "https://www.vercel-status.com",
        statuspage,
    ),
)
