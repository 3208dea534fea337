"""A number that matters, beside its threshold."""

from collections.abc import Mapping
from typing import Any, Literal

from pawpop_monitoring.contracts.wire import WireModel


class GaugeView(WireModel):
    """`value` is null where it is not known; a value on the threshold is still good, but for failures in a row.

    With `bound` "max" values above the threshold are bad, with "min" those below it; a number without a threshold
    is there to be seen.
    """

    label: str
    value: float | None
    threshold: float | None
    unit: str
    bound: Literal["max", "min"]
    state: Literal["good", "bad", "unknown"]


def number_in(values: Mapping[str, Any], key: str) -> float | None:
    """The number of that name; None if there is none, or something else."""
    value = values.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
