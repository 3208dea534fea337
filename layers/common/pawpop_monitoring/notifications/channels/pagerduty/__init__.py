"""Incidents of PagerDuty, over its Events API v2."""
