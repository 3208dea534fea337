"""`python -m rule_table`: write the guide's tables again, after a rule or a gauge has changed."""

import re
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from pawpop_monitoring.domain.rules import ALL_RULES, Rule
from rule_table.numbers import number_table

GUIDE = Path(__file__).parents[1] / "guide" / "measured.md"

_HEADINGS = (
    "Rule",
    "Fires when",
    "Severity",
    "Bad checks that open it, at 5 and at 1 minutes",
    "Follows from",
    "Customers",
)
_RULES, _NUMBERS = (
    re.compile(rf"(?<=<!-- {what} -->\n).*?(?=<!-- end of {what} -->)", re.DOTALL) for what in ("rules", "numbers")
)


def table(rules: Iterable[Rule] = ALL_RULES) -> str:
    """One line per rule, in the order in which they are declared; `Follows from` names what keeps its alert back."""
    lines = [_HEADINGS, ("---",) * len(_HEADINGS), *(_cells(rule) for rule in rules)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def guide_text() -> str:
    """The guide's page with the numbers and the rules as they are."""
    page = _NUMBERS.sub(lambda _: f"\n{number_table()}\n", GUIDE.read_text("utf-8"))
    return _RULES.sub(lambda _: f"\n{table()}\n", page)


def _cells(rule: Rule) -> tuple[str, ...]:
    name = f"`{rule.service}.{rule.name}`" + (f", per target: {rule.target}" if rule.target else "")
    severities = " / ".join(severity.value for severity in rule.severities)
    sources = ", ".join(f"`{source.service}.{source.name}`" for source in rule.inhibited_by)
    felt = f"feel it from {rule.felt_from} on" if rule.felt_from else "don't feel it"
    return name, rule.fires, severities, f"{_patience(rule, 5)}; {_patience(rule, 1)}", sources or "nothing", felt


def _patience(rule: Rule, minutes: int) -> str:
    policy = rule.patience.policy(timedelta(minutes=minutes))
    return f"{policy.open_after} of {policy.window}"


def main() -> int:
    """Write the page."""
    GUIDE.write_text(guide_text(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
