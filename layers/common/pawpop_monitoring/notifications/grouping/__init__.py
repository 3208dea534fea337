"""Gathering what opens together into one mail."""
