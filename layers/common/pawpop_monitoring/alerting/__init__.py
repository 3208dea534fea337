"""Deciding what is worth telling a person: pure decisions, and the processor that carries them out over ports."""
