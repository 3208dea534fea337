"""What a person may call a receiver of a channel that has several: it stands in routes, records and alerts."""

import re

from pawpop_monitoring.notifications.channels.quoting import named

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


def is_target_name(name: str) -> bool:
    """Small letters, digits and hyphens, 31 of them at most."""
    return _NAME.fullmatch(name) is not None


def misnamed(name: str, line: int) -> str:
    """Why that is none; what is long is not repeated, as it may be a secret."""
    return f"{named(name, f'what line {line} begins with')} is no name of small letters, digits and hyphens"
