"""Settings of all tests."""

from hypothesis import settings

# How long an example takes tells of the machine, which others use at the same time.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
