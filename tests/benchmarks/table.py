"""Figures for people."""

import statistics
from collections.abc import Sequence


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A title and aligned columns."""
    cells = [headings, *([f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    print(f"\n{title}")
    for row in cells:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` percent of `values` do not exceed."""
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 10) - 1]
