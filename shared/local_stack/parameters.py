"""The template's parameters for a deployment on this machine."""

import os
from urllib.parse import urlsplit

from local_stack import build
from local_stack.secret_store import Secrets


def local_parameters(*, database_url: str, sandbox_url: str, secrets: Secrets, schedules: bool) -> dict[str, str]:
    """What differs from the template's defaults. Recipients do not: mails end in the sandbox's outbox."""
    return {
        "Architecture": build.architecture(),
        "CheckInterval": os.environ.get("PAWPOP_LOCAL_CHECK_INTERVAL", "rate(5 minutes)"),
        "SchedulesEnabled": "true" if schedules else "false",
        "DatabaseUrl": database_url,
        "NetworkAnchors": urlsplit(sandbox_url).netloc,
        "SecondLookSeconds": "0",
        "LiveConcurrency": "3",
        "StatusPagesUrl": f"{sandbox_url}/pages",
        "StripeWebhookSecrets": secrets.stripe_webhook_secret,
        "StripeApiKey": "sk_test_sandbox",
        "StripeBaseUrl": f"{sandbox_url}/stripe",
        "SupabaseProjectUrl": f"{sandbox_url}/supabase",
        "SupabaseProjectRef": "pawpoplocal",
        "SupabaseManagementUrl": f"{sandbox_url}/supabase/management",
        "SupabaseApiKey": "sb_secret_sandbox",
        "SupabaseManagementToken": "sbp_sandbox",
        "FalApiKey": "pawpop-local:sandbox",
        "FalBaseUrl": f"{sandbox_url}/fal/v1",
        "ResendWebhookSecrets": secrets.resend_webhook_secret,
        "SlackSigningSecret": secrets.slack_signing_secret,
        "PagerdutyWebhookSecret": secrets.pagerduty_webhook_secret,
        "ResendApiKey": secrets.resend_api_key,
        "ResendBaseUrl": f"{sandbox_url}/resend",
        "GroupingSeconds": "2",
        "ApiAdminToken": secrets.admin_token,
        "ApiReadToken": secrets.read_token,
        "ApiTrackToken": secrets.track_token,
        "LinkKey": secrets.link_key,
    }
