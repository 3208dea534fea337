"""The templates of mails."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from pawpop_monitoring.notifications.content.figures import UTC_ZONE, moment, quantity


@cache
def templates() -> Environment:
    """`templates/`, in which every value is escaped in HTML, and none may be missing."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["utc"] = lambda at: moment(at, UTC_ZONE)
    environment.filters["dollars"] = lambda amount: quantity(amount, "USD")
    return environment
