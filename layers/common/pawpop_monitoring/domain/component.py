"""What customers know of the shop, and which services it rests on: one setting says it."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pawpop_monitoring.domain.setting_lines import lines_of, named_twice

_MOST = 8
_LONGEST_NAME = 40
_FORM = "must read `Checkout = stripe; Portraits = fal-ai`"


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the shop in customers' words, which works if all of its services do."""

    name: str
    services: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The name as an address has it: `portraits`, `shop-and-orders`."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


DEFAULT_COMPONENTS = (
    Component("Shop", ("site", "supabase")),
    Component("Portraits", ("fal-ai",)),
    Component("Checkout", ("stripe",)),
)


def names_of(components: Sequence[Component]) -> dict[str, str]:
    """Their names by slug."""
    return {component.slug: component.name for component in components}


def components_of(text: str, known: Collection[str]) -> tuple[Component, ...]:
    """The components that `text` names, of services that are `known`; ValueError with what is wrong."""
    components = tuple(_component_of(line, known) for line in lines_of(text))
    if not components or len(components) > _MOST:
        raise ValueError(f"{_FORM}, with one to {_MOST} components")
    if twice := named_twice([component.slug for component in components]):
        raise ValueError(f"must name each component once, and not {', '.join(twice)} twice")
    return components


def _component_of(line: str, known: Collection[str]) -> Component:
    name, found, services = (part.strip() for part in line.partition("="))
    if not found or not services:
        raise ValueError(f"{_FORM}, and {line!r} does not")
    if not name.isprintable() or len(name) > _LONGEST_NAME:
        raise ValueError(f"must name components in at most {_LONGEST_NAME} letters")
    component = Component(name, _services_of(services))
    if not component.slug:
        raise ValueError("must name components with letters of the Latin alphabet or digits among theirs")
    if unknown := [service for service in component.services if service not in known]:
        raise ValueError(f"must name services that there are ({', '.join(known)}), not {', '.join(unknown)}")
    return component


def _services_of(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(service for part in text.split(",") if (service := part.strip())))
