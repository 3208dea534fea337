"""Colour and icon of a mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pawpop_monitoring.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class Palette:
    """`strong` carries white text (contrast 4.5 or more) and stands on `tint`; by night, `bright` on `deep`."""

    icon: str
    strong: str
    tint: str
    deep: str
    bright: str


BY_SEVERITY: Mapping[Severity, Palette] = MappingProxyType(
    {
        Severity.CRITICAL: Palette("🔥", "#b91c1c", "#fef2f2", "#3b1414", "#fca5a5"),
        Severity.HIGH: Palette("🚨", "#c2410c", "#fff4ec", "#3a1d0c", "#fdba74"),
        Severity.MEDIUM: Palette("⚠️", "#a16207", "#fefae8", "#33260a", "#fcd34d"),
        Severity.LOW: Palette("💡", "#1d4ed8", "#eff5ff", "#14213f", "#93c5fd"),
    }
)

RESOLVED = Palette("✅", "#15803d", "#effcf3", "#0f2e1b", "#86efac")

REVIEW = Palette("📋", "#4338ca", "#eef2ff", "#1e1b4b", "#a5b4fc")
