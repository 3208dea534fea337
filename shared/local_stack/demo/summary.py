"""What the demo ends with."""

from collections.abc import Sequence

from local_stack.demo.chapter import Outcome
from local_stack.demo.narrator import Narrator

HEADER = ("Chapter", "Mails expected", "seen", "Result")


def summarise(outcomes: Sequence[Outcome], tell: Narrator) -> None:
    """A table of the chapters, and below it the mails of those that went otherwise."""
    tell.title("Summary")
    rows = [HEADER, *map(_row, outcomes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        tell.does("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for outcome in outcomes:
        if not outcome.as_expected:
            _explain(outcome, tell)


def _row(outcome: Outcome) -> tuple[str, str, str, str]:
    result = "as expected" if outcome.as_expected else "DIFFERENT"
    return outcome.chapter.title, str(len(outcome.chapter.mails)), str(len(outcome.subjects)), result


def _explain(outcome: Outcome, tell: Narrator) -> None:
    tell.title(f"{outcome.chapter.title}: {outcome.problem or 'the mails differ'}")
    for name, subjects in (("expected", outcome.chapter.mails), ("seen", outcome.subjects)):
        for subject in subjects:
            tell.does(f"{name:8}  {subject}")
