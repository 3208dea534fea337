"""Text of any origin becomes fit to be stored, queued and mailed, and nothing more than that happens to it."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.domain.text import clean, fit, one_line, sendable

ANYTHING = st.text(st.characters(exclude_categories=[])) | st.text(
    st.sampled_from("a \n\r\t\0\x1b\x85\x9b\u200b\u200c\u200d\u2028\u202e\ud83d\ude00\ufeff\ufffd\ufffe\uffff"
                    "\U0001f3f4\U000e0067\U000e007f\U0001f468\U0001f3fd\U0001ffff…é")
)  # fmt: skip
XML = re.compile("[\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@given(ANYTHING)
def test_what_is_clean_can_be_written_anywhere(text: str) -> None:
    for made in (clean(text), sendable(text)):
        made.encode()
        assert XML.fullmatch(made)
    assert not any(unicodedata.category(letter) == "Cc" and letter not in "\t\n" for letter in clean(text))


@given(ANYTHING)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert sendable(sendable(text)) == sendable(text)


@given(ANYTHING, st.integers(1, 40))
def test_a_limit_is_kept_and_what_fits_stays_as_it_is(text: str, limit: int) -> None:
    for cut in (fit, one_line):
        made = cut(text, limit)
        assert len(made) <= limit
        assert cut(made, limit) == made


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs", "M"])))
def test_what_people_write_is_not_touched(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pay \uffff now", "pay \ufffd now"),
        ("\ufffe", "\ufffd"),
        ("\U0001fffe\U0010ffff\ufdd0", "\ufffd\ufffd\ufffd"),
        ("\ud800 hi", "\ufffd hi"),
        ("hi \udc00", "hi \ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ("a\0b", "a\ufffdb"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\x9b31m", "\ufffd31m"),
        ("user\u202egpj.exe", "usergpj.exe"),
        ("a\u200bb\ufeff", "ab"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("\tindented\n", "\tindented\n"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (FAMILY, FAMILY),
        (ENGLAND, ENGLAND),
        ("\U0001f3f4\U000e0067", "\U0001f3f4"),
        ("x\U000e0067\U000e007f", "x"),
        ("\ue000", "\ue000"),
    ],
)
def test_each_kind(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("x" * 500, 500, "x" * 500),
        ("x" * 501, 500, "x" * 499 + "…"),
        ("one two", 5, "one…"),
        ("ab" + FAMILY, 5, "ab…"),
        ("ab" + ENGLAND, 6, "ab…"),
        ("cafe\u0301s are", 6, "cafe\u0301…"),
        ("cafe\u0301s are", 5, "caf…"),
        ("\u0301" * 100, 50, "\u0301" * 49 + "…"),
    ],
)
def test_a_cut_is_marked_and_leaves_no_half(text: str, limit: int, expected: str) -> None:
    assert fit(text, limit) == expected


def test_one_line_has_one_line() -> None:
    assert one_line("a\r\nb\t c\u2029d", 50) == "a b c d"


def test_what_is_on_its_way_is_changed_only_where_it_must_be() -> None:
    assert sendable('{"a":"\uffff\u202e\x9b\ud800"}') == '{"a":"\ufffd\u202e\x9b\ufffd"}'
