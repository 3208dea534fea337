"""A chapter counts as passed only if exactly the promised mails came."""

import io

import pytest

from local_stack.demo.chapter import Chapter, Outcome
from local_stack.demo.narrator import Narrator
from local_stack.demo.summary import summarise
from local_stack.demo.surprise import SurpriseError, wait_for

CHAPTER = Chapter(
    title="Something breaks",
    check="check_supabase",
    fingerprint="supabase:unreachable",
    mails=("[CRITICAL] supabase", "[RESOLVED] supabase"),
    play=lambda _scene: None,
)
OPENED, RESOLVED = "[CRITICAL] supabase Alert: gone", "[RESOLVED] supabase Alert: gone"


def test_the_promised_mails_in_their_order_are_as_expected() -> None:
    assert Outcome(CHAPTER, [OPENED, RESOLVED]).as_expected


@pytest.mark.parametrize(
    "subjects",
    [[], [OPENED], [OPENED, OPENED, RESOLVED], [RESOLVED, OPENED], [OPENED, "[RESOLVED] stripe Alert: gone"]],
    ids=["none", "one missing", "one twice", "wrong order", "another service"],
)
def test_any_other_mails_are_not(subjects: list[str]) -> None:
    assert not Outcome(CHAPTER, subjects).as_expected


def test_a_problem_spoils_even_the_right_mails() -> None:
    assert not Outcome(CHAPTER, [OPENED, RESOLVED], "not so: 503").as_expected


def test_the_summary_names_what_was_expected_and_what_was_seen() -> None:
    page = io.StringIO()
    summarise([Outcome(CHAPTER, [OPENED, RESOLVED]), Outcome(CHAPTER, [OPENED], "no mail came")], Narrator(page))
    lines = [line.split() for line in page.getvalue().splitlines()]
    assert ["Something", "breaks", "2", "2", "as", "expected"] in lines
    assert ["Something", "breaks", "2", "1", "DIFFERENT"] in lines
    assert "Something breaks: no mail came" in page.getvalue()
    assert ["expected", "[RESOLVED]", "supabase"] in lines
    assert ["seen", *OPENED.split()] in lines


@pytest.mark.parametrize("coloured", [False, True])
def test_only_a_terminal_gets_colours(coloured: bool) -> None:
    page = io.StringIO()
    narrator = Narrator(page, coloured=coloured)
    narrator.title("Title")
    narrator.sees("a mail")
    narrator.misses("a mail")
    assert ("\033[" in page.getvalue()) is coloured


def test_waiting_ends_with_a_sentence() -> None:
    with pytest.raises(SurpriseError, match="after 0 s no mail"):
        wait_for(lambda: None, "no mail", seconds=0)
