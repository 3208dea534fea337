"""Sums of US dollars and other numbers as people read them, rounded as the database rounds them."""

from decimal import ROUND_HALF_UP, Decimal

LARGE = 1e15
"""From which on nobody counts digits."""
_ROUND_FROM = 100


def dollars(value: float, decimals: int = 2) -> str:
    """Such as `$57.31`: cents are always told, more only where they are asked for."""
    if abs(value) >= LARGE:
        return f"${value:.3g}"
    told = rounded(abs(value), decimals)
    whole, _, fraction = told.partition(".")
    return f"{_sign(value, told)}${whole}.{fraction.rstrip('0').ljust(2, '0')}"


def money(value: float) -> str:
    """Such as `$4.20`, or `$1,120`: cents matter where there are few dollars."""
    if not _ROUND_FROM <= abs(value) < LARGE:
        return dollars(value)
    told = rounded(abs(value), 0)
    return f"{_sign(value, told)}${told}"


def rounded(value: float, decimals: int) -> str:
    """As Postgres rounds the number that is written so: 2.675 is 2.68, although the float is a little less."""
    return f"{Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"


def _sign(value: float, told: str) -> str:
    return "-" if value < 0 and told.strip("0.,") else ""
