"""Checks: gather through a port, then judge with pure functions."""
