"""Deciding: pure functions of state, observation and clock; no port, no I/O."""
