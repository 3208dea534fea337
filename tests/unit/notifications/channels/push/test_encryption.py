"""What leaves for a push service: the example of RFC 8291, and a header that says who sends."""

import json

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

from local_stack.sandbox.push import KEY
from pawpop_monitoring.notifications.channels.push.encryption import encrypted, is_point
from pawpop_monitoring.notifications.channels.push.vapid import authorization, public_key_of, unpacked

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
ENCRYPTED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard() -> None:
    sender = derive_private_key(int.from_bytes(unpacked(SENDER)), SECP256R1())
    given = encrypted(PLAIN, unpacked(RECEIVER), unpacked(AUTH), sender=sender, salt=unpacked(SALT))
    assert given == unpacked(ENCRYPTED)


def test_no_two_are_alike() -> None:
    assert len({encrypted(PLAIN, unpacked(RECEIVER), unpacked(AUTH)) for _ in range(2)}) == 2


def test_what_is_no_point_is_known() -> None:
    assert is_point(unpacked(RECEIVER))
    assert not is_point(b"\x04" + bytes(64))
    assert not is_point(b"")


def test_the_header_names_the_service_and_a_time_within_a_day() -> None:
    header = authorization(KEY, "https://push.example:8443/send/abc?x=1", "https://shop.example", 1_000_000)
    token, _, key = header.removeprefix("vapid t=").partition(", k=")
    head, claims, signature = token.split(".")
    assert json.loads(unpacked(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(unpacked(claims)) == {
        "aud": "https://push.example:8443",
        "exp": 1_043_200,
        "sub": "https://shop.example",
    }
    assert (len(unpacked(signature)), key, len(unpacked(key))) == (64, public_key_of(KEY), 65)
