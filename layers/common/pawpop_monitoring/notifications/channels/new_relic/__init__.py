"""Incident events of New Relic."""
