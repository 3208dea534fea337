"""Our own signature checks take what the libraries take, and refuse what they refuse."""

import base64
import datetime as dt
import hmac
from collections.abc import Iterator, Sequence
from typing import Any
from unittest.mock import patch

import pytest
import standardwebhooks
import stripe
from hypothesis import example, given
from hypothesis import strategies as st
from standardwebhooks import webhooks

from pawpop_monitoring.contracts import standard_webhooks
from pawpop_monitoring.tracking.refusal import DeliveryRefusedError
from pawpop_monitoring.tracking.stripe_signature import SignatureHeader
from tests.factories import NOW

SECONDS = int(NOW.timestamp())
KEYS = st.binary(min_size=1, max_size=40)
BODIES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
MOMENTS = st.one_of(st.integers(-310, 310), st.sampled_from([-301, -300, -299, 299, 300, 301])).map(
    lambda late: SECONDS + late
)


class _Now(dt.datetime):
    @classmethod
    def now(cls, tz: Any = None) -> dt.datetime:  # type: ignore[override]
        return NOW.astimezone(tz)


@pytest.fixture(scope="module", autouse=True)
def at_noon() -> Iterator[None]:
    with patch.object(webhooks, "datetime", _Now), patch("stripe._webhook.time.time", lambda: float(SECONDS)):
        yield


def secrets(keys: st.SearchStrategy[bytes]) -> st.SearchStrategy[str]:
    """As dashboards print them, with or without the prefix and the padding."""
    texts = keys.map(lambda key: base64.b64encode(key).decode())
    return st.builds(
        lambda text, prefix, padded: prefix + (text if padded else text.rstrip("=")),
        texts,
        st.sampled_from(["whsec_", ""]),
        st.booleans(),
    )


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[str, dict[str, str], str]:
    """A body, its headers and a secret; signed by that secret, by another, or in part by neither."""
    secret, other, signed = draw(secrets(KEYS)), draw(secrets(KEYS)), draw(BODIES)
    moment = draw(MOMENTS)
    at = dt.datetime.fromtimestamp(moment, dt.UTC)
    whole = [standardwebhooks.Webhook(by).sign("msg_1", at, signed) for by in (secret, other)]
    parts = [*whole, "v1a," + whole[0][3:], "v2,AAAA", "v1,", "v1," + whole[0][3:][::-1].replace("=", "A")]
    headers = {
        "webhook-id": draw(st.sampled_from(["msg_1", "msg_1", "msg_1", "msg_2", ""])),
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(draw(st.lists(st.sampled_from(parts), max_size=4))),
    }
    return draw(st.sampled_from([signed, signed, signed + " ", ""])), headers, secret


def library_takes(body: str, headers: dict[str, str], secret: str) -> bool:
    try:
        standardwebhooks.Webhook(secret).verify(body, headers, json_parse=False)
    except (standardwebhooks.WebhookVerificationError, webhooks.EmptyWebhookSecretError, ValueError):
        return False
    return True


def we_take(body: str, headers: dict[str, str], secrets: Sequence[str]) -> bool:
    try:
        standard_webhooks.verify(headers, body.encode(), secrets, SECONDS)
    except standard_webhooks.BadSignatureError:
        return False
    return True


@given(deliveries())
def test_what_svix_signs(delivery: tuple[str, dict[str, str], str]) -> None:
    body, headers, secret = delivery
    expected = library_takes(body, headers, secret)
    assert we_take(body, headers, [secret]) is expected
    renamed = {name.replace("webhook", "svix"): value for name, value in headers.items()}
    assert we_take(body, renamed, ["whsec_b3RoZXI=", secret]) is expected


@given(
    st.fixed_dictionaries(
        {
            "webhook-id": st.text(max_size=5),
            "webhook-timestamp": st.one_of(st.text(max_size=12), st.just(f"{SECONDS}.5"), st.just(f" {SECONDS}")),
            "webhook-signature": st.text(max_size=60),
        }
    ),
    st.text(max_size=20),
)
@example({"webhook-id": "m", "webhook-timestamp": str(SECONDS), "webhook-signature": "v1,"}, "whsec_")
def test_nothing_is_taken_that_the_library_refuses(headers: dict[str, str], secret: str) -> None:
    assert not we_take("{}", headers, [secret]) or library_takes("{}", headers, secret)


@pytest.mark.parametrize("secret", ["whsec_", "", "whsec_=", "whsec_!!!!", "whsec_é"])
def test_an_empty_secret_signs_nothing(secret: str) -> None:
    by_nobody = base64.b64encode(hmac.digest(b"", f"msg_1.{SECONDS}.{{}}".encode(), "sha256")).decode()
    for signature in (
        f"v1,{by_nobody}",
        "v1,\N{REPLACEMENT CHARACTER}",
        standard_webhooks.sign(secret, "m", SECONDS, b""),
    ):
        headers = {"svix-id": "msg_1", "svix-timestamp": str(SECONDS), "svix-signature": signature}
        assert not we_take("{}", headers, [secret])


@st.composite
def stripe_deliveries(draw: st.DrawFn) -> tuple[str, str, str]:
    """A body, its header and a secret."""
    secret, other = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)), "whsec_other"
    signed, moment = draw(BODIES), draw(MOMENTS)
    hexes = [
        stripe.WebhookSignature.generate_signature_header(signed, by, timestamp=moment).partition(",v1=")[2]
        for by in (secret, other)
    ]
    parts = [f"v1={hexes[0]}", f"v1={hexes[1]}", f"v0={hexes[0]}", "v1=" + "0" * 64]
    header = ",".join([f"t={moment}", *draw(st.lists(st.sampled_from(parts), max_size=4))])
    return draw(st.sampled_from([signed, signed, signed + " ", ""])), header, secret


def stripe_takes(body: str, header: str, secret: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(body, header, secret, tolerance=300)
    except (stripe.SignatureVerificationError, ValueError):
        return False
    return True


def we_take_of_stripe(body: str, header: str, secret: str) -> bool:
    try:
        parsed = SignatureHeader.parse(header)
        parsed.check_time(SECONDS)
        parsed.check_signature(body.encode(), ["whsec_rotated", secret])
    except DeliveryRefusedError:
        return False
    return True


@given(stripe_deliveries())
@example(("{}", stripe.WebhookSignature.generate_signature_header("{}", "\r", timestamp=SECONDS), "\r"))
def test_what_stripe_signs_but_for_what_it_signs_in_the_future(delivery: tuple[str, str, str]) -> None:
    body, header, secret = delivery
    ahead = int(header.partition(",")[0].removeprefix("t=")) > SECONDS + 300
    assert we_take_of_stripe(body, header, secret) is (stripe_takes(body, header, secret) and not ahead)
