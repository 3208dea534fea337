"""How much may be tracked. Far above what any shop does, far below what would fill its database or its dashboard."""

MOST_REQUESTS_A_DAY = 100_000
"""Of the present day and the one before it."""

MOST_BACKDATED_REQUESTS_A_DAY = 10_000
"""Of a day that is told later."""

MOST_ENDPOINTS_A_DAY = 100
"""Different names; those beyond count as one."""

MOST_EVENTS_A_DAY = 100_000
"""Webhook events of a day beyond which only those are kept that Stripe has signed."""

OTHER_ENDPOINTS = "other"
"""The name of all that have no room of their own."""
