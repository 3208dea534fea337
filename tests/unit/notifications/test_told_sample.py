"""A mail's percentage is one of the very sample that it names: payments that banks declined are not in it."""

from pawpop_monitoring.notifications.content.headline import headline_of
from tests.unit.checks.stripe.readings import judged, make_history, make_payments


def test_the_sample_that_was_judged_is_named() -> None:
    payments = make_payments(180, none=20, insufficient_funds=10)
    (finding,) = judged(payments=make_history(payments)).findings
    figure = headline_of(finding.details)
    assert figure is not None
    assert finding.details["payments24h"] == 210
    assert (figure.value, figure.note) == ("90 % of 200 payments", "below the limit of 98 %")
