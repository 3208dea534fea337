"""Each finding of the comparisons has tests, named here (U: face.md, D to F: alerts.md, N: F of newcomer.md)."""

import ast
from functools import cache
from pathlib import Path

import pytest

_PAGE, _READS, _HTTP, _CLI = "integration/dashboard", "integration/reads", "unit/http", "unit/pawpop_monitor"
_MAIL = "unit/notifications"
_DEPLOY, _STRIPE = "unit/deploy/test_deployment.py", "unit/checks/stripe"
FINDINGS = {
    "U1": [
        f"{_PAGE}/test_worst_first.py::test_an_open_critical_alert_is_the_headline_and_never_under_a_tick",
        f"{_HTTP}/test_dashboard.py::test_the_worst_come_first_whatever_opened_last",
    ],
    "U2": [
        f"{_READS}/test_overall.py::test_an_open_alert_counts_whatever_service_it_is_of",
        f"{_PAGE}/test_worst_first.py::test_the_headline_names_what_is_worst_and_new",
    ],
    "U3": [
        f"{_PAGE}/test_worst_first.py::test_it_says_how_many_more_and_leads_to_them_above_the_services",
        f"{_CLI}/test_looks.py::test_open_alerts_are_asked_for_worst_first_and_fit_the_terminal",
        f"{_MAIL}/test_group_mail.py::test_the_oldest_of_the_worst_leads",
        f"{_PAGE}/test_worst_first.py::test_a_healthy_service_is_one_line_that_opens",
    ],
    "U4": [
        f"{_PAGE}/test_one_alert.py::test_a_failure_is_said_at_the_button_and_in_sight",
        f"{_PAGE}/test_taps.py::test_a_tap_says_that_it_is_under_way_and_a_second_one_does_nothing",
        f"{_PAGE}/test_one_alert.py::test_a_read_token_sees_no_buttons_and_why",
    ],
    "U5": [
        f"{_PAGE}/test_one_alert.py::test_what_was_resolved_can_be_taken_back_at_once_and_reopened_later",
        f"{_PAGE}/test_one_alert.py::test_the_undo_is_gone_after_ten_seconds",
    ],
    "U6": [
        f"{_PAGE}/test_worst_first.py::test_who_is_on_it_is_said_in_the_first_screenful",
        f"{_MAIL}/test_link_people.py::test_it_is_done_by_whom_the_mail_went_to",
        f"{_HTTP}/test_named_tokens.py::test_a_token_is_known_with_the_name_it_was_made_for",
        f"{_MAIL}/test_also_open.py::test_the_mail_names_them_and_who_is_on_them",
        f"{_CLI}/test_looks.py::test_show_says_what_the_page_says",
    ],
    "U7": [
        f"{_PAGE}/test_boards.py::test_a_curve_is_zoomed_by_drag_and_by_keys_and_the_address_knows",
        f"{_READS}/test_series.py::test_a_point_has_the_least_the_median_and_the_highest_of_its_step",
        f"{_PAGE}/test_worst_first.py::test_no_mean_is_called_the_most_that_was_measured",
    ],
    "U8": [
        f"{_HTTP}/test_status_page.py::test_parts_have_the_names_that_customers_know",
        f"{_READS}/test_overall.py::test_a_budget_is_no_outage_to_customers",
        f"{_HTTP}/test_status_page.py::test_a_fresh_installation_is_neither_good_nor_bad",
        f"{_HTTP}/test_status_page.py::test_maintenance_is_told_without_its_reason_and_is_no_outage",
        f"{_HTTP}/test_status_page.py::test_bars_tell_what_they_show_in_words_too",
        f"{_HTTP}/test_status_page.py::test_it_looks_old_if_it_can_not_renew_itself_and_needs_no_script",
        f"{_HTTP}/test_status_page.py::test_the_feed_has_an_entry_for_each_note_the_newest_first",
        f"{_HTTP}/test_status_page.py::test_it_leads_to_whom_customers_can_ask",
        f"{_HTTP}/test_open_routes.py::test_the_page_renews_itself_each_minute_without_a_script",
        f"{_PAGE}/test_one_alert.py::test_customers_are_told_once_somebody_has_read_the_draft",
    ],
    "U9": [f"{_PAGE}/test_one_alert.py::test_evidence_is_rows_below_one_another_on_a_phone"],
    "U10": [
        f"{_MAIL}/test_guide.py::test_the_steps_are_those_of_the_mail_also_for_what_was_raised_by_hand",
        f"{_PAGE}/test_worst_first.py::test_an_open_critical_alert_is_the_headline_and_never_under_a_tick",
        f"{_PAGE}/test_one_alert.py::test_its_page_says_all_there_is_to_know",
    ],
    "U11": [
        f"{_PAGE}/test_one_alert.py::test_the_address_holds_range_service_and_alert",
        f"{_PAGE}/test_device.py::test_a_token_stays_on_the_device_if_that_is_wanted_and_signing_out_forgets_it",
        f"{_MAIL}/test_link_people.py::test_the_page_asks_who_it_is_and_says_what_to_do_first",
    ],
    "U12": [
        f"{_PAGE}/test_boards.py::test_what_is_shown_can_be_taken_along_and_what_happened_leads_to_the_alert",
        f"{_READS}/test_series.py::test_a_point_has_the_least_the_median_and_the_highest_of_its_step",
        f"{_READS}/test_series.py::test_the_week_before_comes_along_if_it_is_asked_for",
        f"{_READS}/test_series.py::test_what_happened_meanwhile_is_marked_once",
        f"{_READS}/test_series.py::test_parts_come_the_largest_first_and_no_more_than_eight",
        f"{_PAGE}/test_boards.py::test_a_curve_is_zoomed_by_drag_and_by_keys_and_the_address_knows",
        f"{_PAGE}/test_taps.py::test_what_is_over_is_chosen_by_service_and_by_severity",
    ],
    "U13": [f"{_PAGE}/test_worst_first.py::test_an_outage_of_the_database_is_told_once_before_the_first_step"],
    "U14": [
        f"{_MAIL}/test_reminders_together.py::test_sixty_reminders_are_one_mail",
        f"{_MAIL}/test_reminders_together.py::test_openings_and_reminders_are_mails_of_their_own",
    ],
    "U15": [
        f"{_PAGE}/test_for_everybody.py::test_the_set_up_list_ticks_itself_off_and_goes_away",
        f"{_PAGE}/test_for_everybody.py::test_a_first_day_is_neither_an_alarm_nor_empty",
    ],
    "U16": [
        f"{_PAGE}/test_live.py::test_the_page_of_an_alert_that_stays_open_costs_no_more",
        f"{_READS}/test_conditional_dashboard.py::test_what_did_not_change_is_not_told_again",
        f"{_PAGE}/test_open_tab.py::test_whoever_is_at_the_page_sees_a_change_within_five_seconds",
        f"{_PAGE}/test_live.py::test_a_quiet_time_is_a_question_each_three_seconds_and_a_look_each_three_minutes",
    ],
    "U17": [
        f"{_PAGE}/test_one_alert.py::test_a_silence_has_a_time_a_reason_and_a_reach",
        f"{_PAGE}/test_layout.py::test_nothing_moves",
    ],
    "U18": [
        f"{_PAGE}/test_for_everybody.py::test_all_open_ones_are_taken_on_with_one_tap",
        f"{_PAGE}/test_taps.py::test_a_long_list_grows_fast_and_a_refresh_cuts_nothing_off",
    ],
    "U19": [f"{_PAGE}/test_for_everybody.py::test_a_table_on_a_phone_breaks_no_word_and_no_figure"],
    "U20": [f"{_PAGE}/test_worst_first.py::test_the_four_severities_have_four_colours"],
    "U21": [f"{_PAGE}/test_for_everybody.py::test_outages_are_told_in_words_with_their_clock_and_seen_without_colours"],
    "U22": [f"{_PAGE}/test_for_everybody.py::test_outages_are_told_in_words_with_their_clock_and_seen_without_colours"],
    "U23": [f"{_PAGE}/test_for_everybody.py::test_outages_are_told_in_words_with_their_clock_and_seen_without_colours"],
    "U24": [
        f"{_CLI}/test_looks.py::test_following_begins_with_what_is_open_and_tells_true_times",
        f"{_CLI}/test_looks.py::test_services_are_stamped_with_when_they_were_seen_so",
    ],
    "U25": [
        f"{_HTTP}/test_badge.py::test_letters_of_badges_are_not_stretched_and_have_room",
        f"{_HTTP}/test_badge.py::test_a_badge_of_the_uptime",
    ],
    "U26": [
        f"{_PAGE}/test_device.py::test_a_new_critical_alert_is_heard_where_that_is_wanted",
        f"{_PAGE}/test_device.py::test_it_can_be_installed_and_its_worker_keeps_no_answer_of_the_api",
        f"{_PAGE}/test_offline.py::test_nothing_keeps_a_browser_from_installing_it",
        f"{_PAGE}/test_push.py::test_a_phone_is_told_from_a_tap_on_until_it_is_removed",
        f"{_PAGE}/test_worst_first.py::test_an_open_critical_alert_is_the_headline_and_never_under_a_tick",
    ],
    "U27": [
        f"{_MAIL}/test_also_open.py::test_the_worst_are_named_and_the_others_counted",
        f"{_MAIL}/test_guide.py::test_every_provider_has_its_console_and_the_rule_goes_first",
        f"{_MAIL}/test_mail.py::test_a_mail_loads_nothing_from_elsewhere",
    ],
    "D1": [
        f"{_HTTP}/test_dashboard.py::test_each_uptime_says_of_how_much_time_it_speaks",
        f"{_PAGE}/test_for_everybody.py::test_an_uptime_says_of_how_much_time_it_speaks_where_it_is_read",
    ],
    "D2": [f"{_PAGE}/test_gaps.py::test_a_long_step_without_a_check_is_a_hole"],
    "D3": [f"{_PAGE}/test_worst_first.py::test_no_mean_is_called_the_most_that_was_measured"],
    "D4": [
        f"{_PAGE}/test_device.py::test_what_is_old_has_no_tick_any_more",
        f"{_PAGE}/test_live.py::test_in_the_background_it_asks_nothing",
    ],
    "D5": [
        f"{_PAGE}/test_device.py::test_ages_are_true_with_a_wrong_clock",
        f"{_PAGE}/test_live.py::test_an_age_grows_though_the_clock_is_set_back",
    ],
    "E1": [f"{_HTTP}/test_open_routes.py::test_no_cache_shows_a_badge_or_the_page_after_our_death"],
    "F1": [f"{_CLI}/test_exit_codes.py::test_a_reader_that_leaves_does_not_change_the_verdict"],
    "F2": [f"{_CLI}/test_exit_codes.py::test_a_list_ends_with_the_worst_of_all_that_are_open"],
    "F3": [f"{_CLI}/test_exit_codes.py::test_what_is_no_answer_of_ours_is_no_state_of_the_shop"],
    "F4": [f"{_CLI}/test_exit_codes.py::test_one_refusal_keeps_nobody_back"],
    "N1": [
        f"{_MAIL}/test_addresses.py::test_a_bad_one_costs_only_itself_and_is_named",
        f"{_MAIL}/test_parts.py::test_a_refused_address_costs_itself_alone_and_is_remembered",
    ],
    "N2": ["unit/test_settings_fall_back.py::test_a_time_zone_that_is_none_is_utc"],
    "N3": [
        f"{_STRIPE}/test_deliveries.py"
        "::test_deliveries_of_which_nobody_says_how_they_were_handled_are_told_with_what_to_do"
    ],
    "N4": [
        f"{_STRIPE}/test_payments.py::test_rule",
        f"{_STRIPE}/test_deliveries.py::test_nothing_handled_is_neither_good_nor_bad",
        "unit/checks/fal_ai/test_failures.py::test_a_quiet_shop_is_judged_by_a_longer_period",
    ],
    "N5": [
        "unit/domain/test_limits.py::test_the_second_step_rises_with_the_first",
        "unit/test_settings.py::test_whoever_raises_the_error_rate_of_fal_is_not_told_below_it",
    ],
    "N6": [f"{_READS}/test_overall.py::test_a_budget_is_no_outage_to_customers"],
    "N7": [
        "unit/checks/fal_ai/test_check.py::test_the_response_time_is_that_of_the_shops_own_calls",
        f"{_HTTP}/test_gauges.py::test_the_times_of_the_shops_own_calls_are_held_against_their_threshold",
        "unit/telemetry/test_prometheus.py::test_the_shops_own_times_and_the_probe_are_told_apart",
    ],
    "N8": ["unit/tracking/test_typescript_client.py::test_objects_are_taken_and_a_wrong_one_costs_only_itself"],
    "N9": [f"{_MAIL}/test_resend.py::test_the_request_is_what_resend_documents"],
    "N10": [f"{_MAIL}/test_addresses.py::test_what_is_not_set_has_its_default_and_what_is_empty_is_off"],
    "N11": [
        f"{_DEPLOY}::test_one_value_is_changed",
        f"{_MAIL}/test_next_steps.py::test_what_is_to_be_changed_is_named_as_a_person_changes_it",
    ],
    "N12": [f"{_READS}/test_database_faults.py::test_the_list_of_alerts_has_what_was_opened_meanwhile"],
    "N13": [f"{_DEPLOY}::test_what_a_person_could_not_choose_better_is_made"],
    "N15": ["unit/local_stack/test_demo_in_use.py::test_it_refuses_with_the_reason"],
    "N14": [
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
