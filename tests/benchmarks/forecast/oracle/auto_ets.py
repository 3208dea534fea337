"""Sums of the coming days by AutoETS with a season of a week; runs in the environment that run.sh makes.

Stdin has a JSON list of [values, number of days ahead], stdout the list of sums.
"""

import json
import sys

import numpy as np
from statsforecast.models import AutoETS


def summed(values: list[float], ahead: int) -> float:
    """Nothing costs less than nothing."""
    forecast = AutoETS(season_length=7).forecast(np.asarray(values), h=ahead)
    return float(np.maximum(forecast["mean"], 0.0).sum())


if __name__ == "__main__":
    json.dump([summed(values, ahead) for values, ahead in json.load(sys.stdin)], sys.stdout)
