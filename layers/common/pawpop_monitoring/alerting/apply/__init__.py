"""Carrying a decision out: load, decide, save, publish."""
