"""How far back outcomes are summed up, where they are too many to be known one by one."""

from datetime import timedelta

LOOKED_BACK = tuple(
    timedelta(minutes=minutes)
    for minutes in (15, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 360, 480, 600, 720, 960, 1200)
)
"""Ever longer stretches up to now, besides the day: each holds so little more than the one before that trouble between
both is not taken for a mild one that is still on.
"""
