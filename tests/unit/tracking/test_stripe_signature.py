"""Whose deliveries are taken: those that Stripe's own SDK would sign, now, with one of our secrets."""

import pytest
import stripe

from pawpop_monitoring.tracking.refusal import DeliveryRefusedError, Reason
from pawpop_monitoring.tracking.stripe_signature import SignatureHeader
from tests.unit.tracking.deliveries import SECONDS, SECRET, make_event_body, sign

BODY = make_event_body().encode()
FOREIGN = "0" * 64


def verify(header: str | None, body: bytes = BODY, secrets: tuple[str, ...] = (SECRET,), now: float = SECONDS) -> None:
    parsed = SignatureHeader.parse(header)
    parsed.check_time(now)
    parsed.check_signature(body, secrets)


def reason_of(header: str | None, **arguments: object) -> Reason:
    with pytest.raises(DeliveryRefusedError) as refused:
        verify(header, **arguments)  # type: ignore[arg-type]
    return refused.value.reason


def test_the_header_of_stripes_own_sdk_is_taken() -> None:
    header = stripe.WebhookSignature.generate_signature_header(BODY.decode(), SECRET, timestamp=SECONDS)

    verify(header)


@pytest.mark.parametrize("secrets", [(SECRET, "whsec_new"), ("whsec_new", SECRET)])
def test_either_secret_is_taken_while_one_is_rotated(secrets: tuple[str, ...]) -> None:
    verify(sign(BODY), secrets=secrets)


def test_one_fitting_signature_of_several_is_enough() -> None:
    time, _, signature = sign(BODY).partition(",")

    verify(f"{time},v0={FOREIGN},v1={FOREIGN},{signature}")
    verify(f"{signature}, {time}")


@pytest.mark.parametrize("age", [-300, -299, 0, 299, 300])
def test_five_minutes_to_either_side_are_tolerated(age: int) -> None:
    verify(sign(BODY), now=SECONDS + age)


@pytest.mark.parametrize("age", [-301, 300.5, 86_400, -86_400])
def test_what_is_stale_or_from_the_future_is_refused(age: float) -> None:
    assert reason_of(sign(BODY), now=SECONDS + age) is Reason.STALE


def test_the_time_is_signed_too() -> None:
    assert reason_of(sign(BODY).replace(f"t={SECONDS}", f"t={SECONDS + 1}")) is Reason.MISMATCH


@pytest.mark.parametrize("body", [BODY + b" ", BODY[:-1], b"", BODY.replace(b"4900", b"1")])
def test_another_body_is_refused(body: bytes) -> None:
    assert reason_of(sign(BODY), body=body) is Reason.MISMATCH


def test_another_secret_is_refused() -> None:
    assert reason_of(sign(BODY, secret="whsec_other")) is Reason.MISMATCH


def test_a_missing_header_is_refused() -> None:
    assert reason_of(None) is Reason.MISSING


@pytest.mark.parametrize(
    "header",
    [
        "",
        ",",
        "v1=",
        f"v1={FOREIGN}",
        f"t={SECONDS}",
        f"t={SECONDS},v0={FOREIGN}",
        f"t=,v1={FOREIGN}",
        f"t=-5,v1={FOREIGN}",
        f"t=1e9,v1={FOREIGN}",
        f"t=١٢٣,v1={FOREIGN}",
        f"t={SECONDS},t={SECONDS},v1={FOREIGN}",
        f"t={'9' * 5000},v1={FOREIGN}",
        f"t={SECONDS},v1={FOREIGN.replace('0', 'é')}",
        f"t={SECONDS},v1={FOREIGN[:-1]}",
    ],
)
def test_a_malformed_header_is_refused(header: str) -> None:
    assert reason_of(header) is Reason.MALFORMED
