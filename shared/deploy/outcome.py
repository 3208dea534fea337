"""What is said at the end: where to look, and what is still off."""

from collections.abc import Iterator, Mapping

from deploy.installation import Installation

_OFF = {
    "AlarmEmail": "nobody is told if the monitoring itself breaks",
    "HeartbeatUrl": "nobody outside AWS notices if the checks stop",
    "StripeApiKey": "Stripe's API is not asked",
    "StripeWebhookSecrets": "Stripe's webhooks are refused",
    "SupabaseApiKey": "of Supabase, the database alone is watched",
    "FalApiKey": "fal.ai itself is not probed",
    "FalAdminKey": "fal.ai's balance and bill are not read",
    "ResendWebhookSecrets": "mails that bounce are noticed only once a day",
}


def lines_of(installation: Installation, values: Mapping[str, str], api_url: str) -> list[str]:
    """`values` are those that were deployed."""
    return [
        "",
        "It is up.",
        f"  Dashboard  {api_url}/dashboard",
        f"  API        {api_url}/api/monitoring/health",
        f"  Token      ApiReadToken in {installation.answers.relative_to(installation.root)}, for the dashboard",
        *_to_do(values, api_url),
        *_off(installation, values),
        f"Change one value:  {installation.command('FalDailyCostLimit=80')}",
    ]


def _to_do(values: Mapping[str, str], api_url: str) -> Iterator[str]:
    if values.get("AlarmEmail"):
        yield f"  Confirm    AWS has written to {values['AlarmEmail']}; its alarms come after a click in that mail"
    if values.get("StripeWebhookSecrets"):
        yield f"  Stripe     sends its events to {api_url}/api/monitoring/webhooks/stripe"
    if values.get("ResendWebhookSecrets"):
        yield f"  Resend     sends its events to {api_url}/api/monitoring/webhooks/resend"
    if values.get("SlackSigningSecret"):
        yield f"  Slack      sends presses and the command /pawpop to {api_url}/api/monitoring/webhooks/slack"
    if values.get("PagerdutyWebhookSecret"):
        yield f"  PagerDuty  sends its webhooks to {api_url}/api/monitoring/webhooks/pagerduty"


def _off(installation: Installation, values: Mapping[str, str]) -> Iterator[str]:
    off = {name: words for name, words in _OFF.items() if not values.get(name)}
    if off:
        yield f"Still off, each switched on by {installation.command('Name=value')}:"
    for name, words in off.items():
        yield f"  {name:<22}{words}"
