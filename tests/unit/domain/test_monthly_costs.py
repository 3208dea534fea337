"""Fixed prices a month, as one readable setting."""

import pytest

from pawpop_monitoring.domain.monthly_costs import fee_label, monthly_costs_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("supabase:25,resend:20", (("supabase", 25.0), ("resend", 20.0))),
        (" supabase : $25.50 , fal.ai:0, ", (("supabase", 25.5), ("fal.ai", 0.0))),
    ],
)
def test_it_is_read_in_its_order(text: str, found: tuple[tuple[str, float], ...]) -> None:
    assert monthly_costs_of(text) == found


@pytest.mark.parametrize(
    "text",
    ["supabase", "supabase:", "supabase:much", "supabase:-1", "a:1,a:2", "A:1", "a:nan", "a:inf", "a:100001", ":5"],
)
def test_what_can_not_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"must|twice"):
        monthly_costs_of(text)


def test_names_are_those_that_people_read() -> None:
    names = {"supabase": "Supabase", "resend": "Resend", "fly.io": "fly.io"}
    assert {name: fee_label(name) for name in names} == names


def test_a_fixed_price_of_fal_ai_is_told_from_what_its_calls_cost() -> None:
    assert [fee_label(name) for name in ("fal-ai", "fal.ai")] == ["fal.ai, fixed"] * 2
