"""The Stripe check: `StripeCheck` observes, `judge` decides what is broken."""

from pawpop_monitoring.checks.stripe.check import StripeCheck

__all__ = ["StripeCheck"]
