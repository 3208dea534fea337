"""Each finding of the comparisons with peers has tests, named here (U: face.md, D to F: alerts.md, F14: newcomer)."""

import ast
from functools import cache
from pathlib import Path

import pytest

_PAGE, _READS, _HTTP, _CLI = "integration/dashboard", "integration/reads", "unit/http", "unit/pawpop_monitor"
_MAIL = "unit/notifications"
FINDINGS = {
    "U1": [f"{_PAGE}/test_worst_first.py::test_an_open_critical_alert_is_the_headline_and_never_under_a_tick"],
    "U2": [
        f"{_READS}/test_overall.py::test_an_open_alert_counts_whatever_service_it_is_of",
        f"{_PAGE}/test_worst_first.py::test_the_headline_names_what_is_worst_and_new",
    ],
    "U3": [
        f"{_PAGE}/test_worst_first.py::test_it_says_how_many_more_and_leads_to_them_above_the_services",
        f"{_CLI}/test_looks.py::test_open_alerts_are_asked_for_worst_first_and_fit_the_terminal",
        f"{_MAIL}/test_group_mail.py::test_the_oldest_of_the_worst_leads",
    ],
    "U4": [f"{_PAGE}/test_one_alert.py::test_a_failure_is_said_at_the_button_and_in_sight"],
    "U5": [f"{_PAGE}/test_one_alert.py::test_what_was_resolved_can_be_taken_back_at_once_and_reopened_later"],
    "U6": [
        f"{_PAGE}/test_worst_first.py::test_who_is_on_it_is_said_in_the_first_screenful",
        f"{_MAIL}/test_link_people.py::test_it_is_done_by_whom_the_mail_went_to",
    ],
    "U7": [f"{_PAGE}/test_boards.py::test_a_curve_is_zoomed_by_drag_and_by_keys_and_the_address_knows"],
    "U8": [
        f"{_HTTP}/test_status_page.py::test_parts_have_the_names_that_customers_know",
        f"{_READS}/test_overall.py::test_a_budget_is_no_outage_to_customers",
    ],
    "U9": [f"{_PAGE}/test_one_alert.py::test_evidence_is_rows_below_one_another_on_a_phone"],
    "U10": [f"{_MAIL}/test_guide.py::test_the_steps_are_those_of_the_mail_also_for_what_was_raised_by_hand"],
    "U11": [
        f"{_PAGE}/test_one_alert.py::test_the_address_holds_range_service_and_alert",
        f"{_PAGE}/test_device.py::test_a_token_stays_on_the_device_if_that_is_wanted_and_signing_out_forgets_it",
    ],
    "U12": [
        f"{_PAGE}/test_boards.py::test_what_is_shown_can_be_taken_along_and_what_happened_leads_to_the_alert",
        f"{_READS}/test_series.py::test_a_point_has_the_least_the_median_and_the_highest_of_its_step",
    ],
    "U13": [f"{_PAGE}/test_worst_first.py::test_an_outage_of_the_database_is_told_once_before_the_first_step"],
    "U14": [f"{_MAIL}/test_reminders_together.py::test_sixty_reminders_are_one_mail"],
    "U15": [f"{_PAGE}/test_for_everybody.py::test_the_set_up_list_ticks_itself_off_and_goes_away"],
    "U16": [
        f"{_READS}/test_conditional_dashboard.py::test_what_did_not_change_is_not_told_again",
        f"{_PAGE}/test_live.py::test_a_quiet_time_is_a_question_each_three_seconds_and_a_look_each_three_minutes",
    ],
    "U17": [f"{_PAGE}/test_one_alert.py::test_a_silence_has_a_time_a_reason_and_a_reach"],
    "U18": [f"{_PAGE}/test_for_everybody.py::test_all_open_ones_are_taken_on_with_one_tap"],
    "U19": [f"{_PAGE}/test_for_everybody.py::test_outages_are_told_in_words_with_their_clock_and_seen_without_colours"],
    "U20": [f"{_PAGE}/test_worst_first.py::test_the_four_severities_have_four_colours"],
    "U21": [f"{_PAGE}/test_for_everybody.py::test_outages_are_told_in_words_with_their_clock_and_seen_without_colours"],
    "U22": [f"{_PAGE}/test_for_everybody.py::test_outages_are_told_in_words_with_their_clock_and_seen_without_colours"],
    "U23": [f"{_PAGE}/test_for_everybody.py::test_outages_are_told_in_words_with_their_clock_and_seen_without_colours"],
    "U24": [
        f"{_CLI}/test_looks.py::test_following_begins_with_what_is_open_and_tells_true_times",
        f"{_CLI}/test_looks.py::test_services_are_stamped_with_when_they_were_seen_so",
    ],
    "U25": [f"{_HTTP}/test_status_page.py::test_letters_of_badges_are_not_stretched_and_have_room"],
    "U26": [f"{_PAGE}/test_device.py::test_it_can_be_installed_and_its_worker_keeps_no_answer_of_the_api"],
    "U27": [
        f"{_MAIL}/test_also_open.py::test_the_worst_are_named_and_the_others_counted",
        f"{_MAIL}/test_guide.py::test_every_provider_has_its_console_and_the_rule_goes_first",
    ],
    "D1": [f"{_HTTP}/test_dashboard.py::test_each_uptime_says_of_how_much_time_it_speaks"],
    "D2": [f"{_PAGE}/test_gaps.py::test_a_long_step_without_a_check_is_a_hole"],
    "D3": [f"{_PAGE}/test_worst_first.py::test_no_mean_is_called_the_most_that_was_measured"],
    "D4": [f"{_PAGE}/test_device.py::test_what_is_old_has_no_tick_any_more"],
    "D5": [f"{_PAGE}/test_device.py::test_ages_are_true_with_a_wrong_clock"],
    "E1": [f"{_HTTP}/test_open_routes.py::test_no_cache_shows_a_badge_or_the_page_after_our_death"],
    "F1": [f"{_CLI}/test_exit_codes.py::test_a_reader_that_leaves_does_not_change_the_verdict"],
    "F2": [f"{_CLI}/test_exit_codes.py::test_a_list_ends_with_the_worst_of_all_that_are_open"],
    "F3": [f"{_CLI}/test_exit_codes.py::test_what_is_no_answer_of_ours_is_no_state_of_the_shop"],
    "F4": [f"{_CLI}/test_exit_codes.py::test_one_refusal_keeps_nobody_back"],
    "F14": [
        f"{_HTTP}/test_notes.py::test_a_note_says_who_wrote_it_and_changes_nothing_else",
        f"{_PAGE}/test_one_alert.py::test_its_page_says_all_there_is_to_know",
    ],
}


@cache
def _tests_of(file: str) -> frozenset[str]:
    tree = ast.parse((Path(__file__).parents[1] / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("finding", FINDINGS)
def test_a_finding_has_its_tests(finding: str) -> None:
    for test in FINDINGS[finding]:
        file, _, name = test.partition("::")
        assert name in _tests_of(file), test
