"""Reporting to the monitoring API from the shop's own Python code. It never breaks, and never blocks, the caller.

    from pawpop_monitoring.tracking.client import tracked_fal_call, track_fal_ai_usage, track_stripe_webhook

The address and the token come from MONITORING_API_URL (up to and without /api/monitoring) and MONITORING_TRACK_TOKEN;
without them nothing is reported.
"""

from pawpop_monitoring.tracking.client.fal_call import FalCall, tracked_fal_call
from pawpop_monitoring.tracking.client.functions import flush, track_fal_ai_usage, track_stripe_webhook

__all__ = ["FalCall", "flush", "track_fal_ai_usage", "track_stripe_webhook", "tracked_fal_call"]
