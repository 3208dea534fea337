"""A badge: a name and its status as a small SVG, for a README or an intranet page."""

from html import escape

from pawpop_monitoring.domain.service import ServiceStatus

# White text has a contrast of 4.5:1 or more on each.
_COLOURS = {
    ServiceStatus.HEALTHY: "#1a7f4b",
    ServiceStatus.WARNING: "#946200",
    ServiceStatus.CRITICAL: "#b0151f",
    ServiceStatus.DOWN: "#b0151f",
    ServiceStatus.UNKNOWN: "#5a6676",
}
_CHARACTER_WIDTH = 7
_PADDING = 12

_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{name}: {status}">
<title>{name}: {status}</title>
<clipPath id="r"><rect width="{width}" height="20" rx="4"/></clipPath>
<g clip-path="url(#r)"><rect width="{split}" height="20" fill="#3b4350"/>\
<rect x="{split}" width="{rest}" height="20" fill="{colour}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{name_at}" y="14" textLength="{name_length}">{name}</text>
<text x="{status_at}" y="14" textLength="{status_length}">{status}</text></g>
</svg>
"""


def badge(name: str, status: ServiceStatus) -> str:
    """The badge of `name` as SVG."""
    name_length, status_length = len(name) * _CHARACTER_WIDTH, len(status) * _CHARACTER_WIDTH
    split, rest = name_length + _PADDING, status_length + _PADDING
    return _SVG.format(
        name=escape(name),
        status=status.value,
        width=split + rest,
        split=split,
        rest=rest,
        colour=_COLOURS[status],
        name_at=split / 2,
        status_at=split + rest / 2,
        name_length=name_length,
        status_length=status_length,
    )
