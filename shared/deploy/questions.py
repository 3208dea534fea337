"""What is asked: only what can't be known. The order is that of asking."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

type Known = Mapping[str, str]

REGION = "Region"
"""An answer, but no parameter of the template."""
TOKENS = ("ApiAdminToken", "ApiReadToken", "ApiTrackToken")


@dataclass(frozen=True, slots=True)
class Question:
    """`usual` is taken for an empty answer; None if one has to be given."""

    parameter: str
    text: str
    usual: Callable[[Known], str] | None = None

    def default(self, known: Known, suggested: Known) -> str | None:
        """What an empty answer means, by what is known already; None if it means nothing."""
        if self.parameter in suggested:
            return suggested[self.parameter]
        return self.usual(known) if self.usual else None


def _nothing(_known: Known) -> str:
    return ""


def _first_recipient(known: Known) -> str:
    first = known.get("AlertRecipients", "").replace(";", ",").split(",")[0].strip()
    return first.rpartition("<")[2].removesuffix(">")


QUESTIONS = (
    Question(REGION, "AWS region, for example eu-central-1"),
    Question(
        "DatabaseUrl", "Database: postgresql:// address of Supabase's transaction pooler (Connect > Transaction pooler)"
    ),
    Question("ResendApiKey", "Resend: API key, re_…"),
    Question("AlertRecipients", "Who gets every alert (addresses, separated by commas)"),
    Question("EscalationRecipients", "Who gets critical alerts as well"),
    Question("AlarmEmail", "Whom AWS writes to if the monitoring itself is broken", _first_recipient),
    Question("HeartbeatUrl", "Heartbeat: an address of healthchecks.io or the like", _nothing),
    Question("StripeApiKey", "Stripe: restricted key, rk_…", _nothing),
    Question("StripeWebhookSecrets", "Stripe: signing secret of the webhook, whsec_…", _nothing),
    Question("SupabaseApiKey", "Supabase: secret key of the project, sb_secret_…", _nothing),
    Question("SupabaseManagementToken", "Supabase: personal access token, sbp_…", _nothing),
    Question("FalApiKey", "fal.ai: API key", _nothing),
    Question("FalAdminKey", "fal.ai: admin key", _nothing),
    Question("ResendWebhookSecrets", "Resend: signing secret of its webhook, whsec_…", _nothing),
)
