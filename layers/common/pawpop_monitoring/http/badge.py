"""A badge: a name and what is said of it as a small SVG, for a README or an intranet page."""

from html import escape

from pawpop_monitoring.domain.public_state import PublicState
from pawpop_monitoring.domain.service import ServiceStatus

# White text has a contrast of 4.5:1 or more on each.
_GOOD, _FAIR, _BAD, _GREY, _BLUE = "#1a7f4b", "#946200", "#b0151f", "#5a6676", "#2b5fb3"
_COLOURS: dict[ServiceStatus | PublicState, str] = {
    ServiceStatus.HEALTHY: _GOOD,
    ServiceStatus.WARNING: _FAIR,
    ServiceStatus.CRITICAL: _BAD,
    ServiceStatus.DOWN: _BAD,
    ServiceStatus.UNKNOWN: _GREY,
    PublicState.OPERATIONAL: _GOOD,
    PublicState.DEGRADED: _FAIR,
    PublicState.OUTAGE: _BAD,
    PublicState.MAINTENANCE: _BLUE,
    PublicState.UNKNOWN: _GREY,
}
_GOOD_UPTIME, _FAIR_UPTIME = 99.9, 99.0
_PADDING = 12
_WIDTHS = {
    **dict.fromkeys("ijlI|'.,:;!", 3.4),
    **dict.fromkeys("ft()[] /-", 4.6),
    **dict.fromkeys("rczskJ", 5.9),
    **dict.fromkeys("mwMW%@", 10.6),
}
"""Of Verdana at 11 px, by letters that are about as wide."""
_USUAL = 6.9

_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{name}: {told}">
<title>{name}: {told}</title>
<clipPath id="r"><rect width="{width}" height="20" rx="4"/></clipPath>
<g clip-path="url(#r)"><rect width="{split}" height="20" fill="#3b4350"/>\
<rect x="{split}" width="{rest}" height="20" fill="{colour}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{name_at}" y="14">{name}</text>
<text x="{told_at}" y="14">{told}</text></g>
</svg>
"""


def badge(name: str, status: ServiceStatus | PublicState) -> str:
    """The badge of `name` as SVG."""
    return _svg(name, status.value, _COLOURS[status])


def uptime_badge(name: str, uptime: float | None) -> str:
    """The badge of its uptime in percent; None is unknown."""
    if uptime is None:
        return _svg(name, "unknown", _GREY)
    colour = _GOOD if uptime >= _GOOD_UPTIME else _FAIR if uptime >= _FAIR_UPTIME else _BAD
    return _svg(name, f"{uptime:.2f}".rstrip("0").rstrip(".") + " %", colour)


def width_of(text: str) -> int:
    """About how wide `text` is, in px; a letter that is not known counts as wide."""
    return round(sum(_WIDTHS.get(letter, _USUAL if letter.isascii() else 11.0) for letter in text))


def _svg(name: str, told: str, colour: str) -> str:
    split, rest = width_of(name) + _PADDING, width_of(told) + _PADDING
    return _SVG.format(
        name=escape(name),
        told=escape(told),
        width=split + rest,
        split=split,
        rest=rest,
        colour=colour,
        name_at=split / 2,
        told_at=split + rest / 2,
    )
