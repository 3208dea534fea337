"""Links that whoever is told of an alert can press."""

from pawpop_monitoring.bootstrap.clients import secret
from pawpop_monitoring.notifications.content.action_links import ActionLinks


def signed_links(api_public_url: str, link_secret_id: str) -> ActionLinks:
    """Links to the API at that address; none without a secret to sign them with."""
    return ActionLinks(base_url=api_public_url if link_secret_id else "", key=lambda: secret(link_secret_id))
