"""`python -m rule_table`: all rules as a Markdown table, as the guide shows it."""

import sys
from collections.abc import Iterable
from datetime import timedelta

from pawpop_monitoring.domain.rules import ALL_RULES, Rule

_HEADINGS = ("Rule", "Fires when", "Severity", "Bad checks that open it, at 5 and at 1 minutes", "Follows from")


def table(rules: Iterable[Rule] = ALL_RULES) -> str:
    """One line per rule, in the order in which they are declared; `Follows from` names what keeps its alert back."""
    lines = [_HEADINGS, ("---",) * len(_HEADINGS), *(_cells(rule) for rule in rules)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _cells(rule: Rule) -> tuple[str, ...]:
    name = f"`{rule.service}.{rule.name}`" + (f", per target: {rule.target}" if rule.target else "")
    severities = " / ".join(severity.value for severity in rule.severities)
    sources = ", ".join(f"`{source.service}.{source.name}`" for source in rule.inhibited_by)
    return name, rule.fires, severities, f"{_patience(rule, 5)}; {_patience(rule, 1)}", sources or "nothing"


def _patience(rule: Rule, minutes: int) -> str:
    policy = rule.patience.policy(timedelta(minutes=minutes))
    return f"{policy.open_after} of {policy.window}"


def main() -> int:
    """Print it."""
    sys.stdout.write(table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
