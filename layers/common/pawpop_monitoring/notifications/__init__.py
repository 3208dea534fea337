"""Telling people: what to say, to whom, over which channel, once."""
