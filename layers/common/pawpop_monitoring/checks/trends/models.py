"""Models of fal.ai that do the same work: which of the shop's are dear, and what may stand in for them in previews."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from pawpop_monitoring.domain.readings.trends import EndpointUse

_DEAR, _FEWEST_CALLS = 0.2, 50

type Work = tuple[str, ...]
"""A family of models, and what its name says that it does besides making images of texts."""

_KINDS = (
    *("canny", "depth", "edit", "fill", "image-to-image", "image-to-video", "inpaint", "kontext", "lora"),
    *("redux", "text-to-video", "upscale"),
)
_SIMPLE: Mapping[Work, Sequence[str]] = MappingProxyType(
    {
        ("flux",): ("fal-ai/flux/schnell", "fal-ai/flux/dev"),
        ("flux", "kontext"): ("fal-ai/flux-kontext/dev", "fal-ai/flux-pro/kontext"),
    }
)
"""Names alone: whether there are such models now, and what they cost, is said by the price list."""


def work_of(endpoint: str) -> Work:
    """Such as `flux` of fal-ai/flux-pro/v1.1, and `flux` with `kontext` of fal-ai/flux-pro/kontext/max."""
    name = endpoint.removeprefix("fal-ai/")
    return (name.split("/", 1)[0].split("-", 1)[0], *(kind for kind in _KINDS if kind in name))


def used_enough(endpoints: Sequence[EndpointUse]) -> Sequence[EndpointUse]:
    """Those of which the shop's own price is known."""
    return [one for one in endpoints if one.requests_month >= _FEWEST_CALLS and one.cost_month > 0]


def dear_ones(endpoints: Sequence[EndpointUse]) -> Iterator[EndpointUse]:
    """Those for which a fifth of the money goes, at least."""
    whole = sum(one.cost_month for one in endpoints)
    return (one for one in used_enough(endpoints) if one.cost_month >= _DEAR * whole)


def simpler_than(endpoint: str) -> Sequence[str]:
    """Known models for the same work, whether the shop uses them or not."""
    return [name for name in _SIMPLE.get(work_of(endpoint), ()) if name != endpoint]
