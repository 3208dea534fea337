"""The recipes of the guide "Develop" name every place: held against what an example of each really touches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from pawpop_monitoring.notifications.content.palette import BY_SEVERITY

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path("layers/common/pawpop_monitoring")
SEARCHED = ("layers", "functions", "shared", "template.yaml")
NOT_CODE = ("shared/guide", "shared/pictures", "shared/local_stack/demo", "shared/rule_table")
"""Guides and pictures show what is there, and the demo breaks it; neither is needed for it to work."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A section of the guide; `words` (a pattern) find all that the `example` touches.

    `except_in` is what makes use of the example once it is there, such as a check that reads a column.
    """

    title: str
    at_most: int
    example: str
    words: str
    except_in: tuple[str, ...] = ()


RECIPES = (
    Recipe("Add a rule", 5, "stripe", r"\b(webhook_gap|WEBHOOK_GAP)\b"),
    Recipe("Add a query parameter to a route", 3, "alert", r"\bwants_resolved\b"),
    Recipe(
        "Add a route",
        4,
        "get_alert",
        r"\bget_alert\b|GetAlert|/alerts/[{<](alert_)?id[}>]",
        ("shared/pawpop_monitor", "shared/deploy", "functions/dashboard_page", "shared/bill"),
    ),
    Recipe(
        "Add a column to what the shop reports",
        5,
        "",
        r"rate_limit_remaining|rateLimitRemaining",
        (f"{PACKAGE}/checks/fal_ai", f"{PACKAGE}/http/gauges.py", f"{PACKAGE}/domain/metric.py"),
    ),
    Recipe(
        "Add a check of another service",
        6,
        "fal_ai",
        r"check_fal_ai|CheckFalAi|\bfal_check\b|\bFAL_AI\b",
        (
            "shared/bill/measured.py",
            f"{PACKAGE}/checks/trends",
            f"{PACKAGE}/telemetry/measurements.py",
            f"{PACKAGE}/domain/monthly_costs.py",  # its calls have a row of their own, unlike those of another service
        ),
    ),
    Recipe(
        "Add a channel",
        3,
        "datadog",
        r"\bDATADOG\b|ChannelDatadog|channels[./]datadog",
        ("shared/local_stack", "layers/common/pawpop_monitoring/bootstrap/metrics_exporter_services.py"),
    ),
)


@cache
def _guide() -> str:
    return (ROOT / "shared/guide/develop.md").read_text()


def _section(title: str) -> str:
    return _guide().split(f"### {title}\n", 1)[1].split("\n### ", 1)[0]


def _places(recipe: Recipe) -> Sequence[Path]:
    """Every path that the section names, from the root of the checkout."""
    named = re.findall(r"`([\w./<>*-]*(?:/|\.\w+))`", _section(recipe.title))
    return [_from_root(re.sub(r"<\w+>", recipe.example or r"\g<0>", name)) for name in named]


def _from_root(name: str) -> Path:
    top = name.split("/", 1)[0]
    return Path(name) if top in {"functions", "shared", "tests", "template.yaml"} else PACKAGE / name


def _files() -> Sequence[Path]:
    found = [path for top in SEARCHED for path in ([ROOT / top] if (ROOT / top).is_file() else (ROOT / top).rglob("*"))]
    return [
        path
        for path in found
        if "node_modules" not in path.parts
        and path.suffix in {".py", ".yaml", ".toml", ".sql", ".ts", ".html", ".js", ".css"}
    ]


@cache
def _texts() -> dict[Path, str]:
    texts = {path.relative_to(ROOT): path.read_text() for path in _files()}
    return {path: text for path, text in texts.items() if not path.is_relative_to("shared/contracts")}


def _is_in(path: Path, places: Sequence[Path]) -> bool:
    return any(path.is_relative_to(place) or path.match(str(place)) for place in places)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_a_recipe_is_short(recipe: Recipe) -> None:
    steps = re.findall(r"^\d+\. ", _section(recipe.title), re.MULTILINE)
    assert 1 <= len(steps) <= recipe.at_most


def _forgotten(recipe: Recipe, places: Sequence[Path]) -> list[str]:
    """What the example touches beside those places."""
    ignored = [Path(name) for name in (*NOT_CODE, *recipe.except_in)]
    touched = [path for path, text in _texts().items() if re.search(recipe.words, text)]
    return sorted(str(path) for path in touched if not _is_in(path, places) and not _is_in(path, ignored))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_an_example_touches_no_place_that_its_recipe_forgets(recipe: Recipe) -> None:
    assert _forgotten(recipe, _places(recipe)) == []


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_a_place_that_a_recipe_forgot_would_be_noticed(recipe: Recipe) -> None:
    """Not each, as some steps are for a case that the example has no need of."""
    places = _places(recipe)
    noticed = [place for place in places if _forgotten(recipe, [other for other in places if other != place])]
    assert len(noticed) >= min(recipe.at_most, 3) - 1, [str(place) for place in noticed]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_the_places_of_a_recipe_exist(recipe: Recipe) -> None:
    wanted = [place for place in _places(recipe) if "<" not in str(place)]
    assert not [str(place) for place in wanted if not list(ROOT.glob(str(place).rstrip("/")))]


def test_each_colour_of_a_severity_is_said_in_one_place() -> None:
    colours = "|".join(palette.strong for palette in BY_SEVERITY.values())
    files = {path for path, text in _texts().items() if re.search(colours, text, re.IGNORECASE)}
    assert files == {PACKAGE / "notifications/content/palette.py"}


def test_how_long_low_alerts_wait_is_said_in_one_place() -> None:
    files = {path for path, text in _texts().items() if re.search(r"\b(opens|closes): time\b", text)}
    assert files == {PACKAGE / "notifications/stages/business_hours.py"}


def test_the_small_changes_are_where_the_guide_says() -> None:
    table = _section("Small changes, and where they are")
    named = [_from_root(name) for name in re.findall(r"`([a-z_./]+\.py)`", table)]
    assert len(named) == 6
    assert not [str(place) for place in named if not (ROOT / place).is_file()]
