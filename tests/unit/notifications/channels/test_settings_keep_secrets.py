"""Whatever is wrong with a channel's setting, what is said of it, which logs and pages show, repeats no secret."""

from collections.abc import Iterator
from itertools import permutations

import pytest

from tests.unit.notifications.channels.in_the_sandbox import set_up

KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
SETTINGS = {
    "slack": "xoxb-1234567890-abcdefghij C0123456789",
    "pagerduty": f"eu {KEY}",
    "webhook": "shop https://hooks.example/in?token=0a1b2c3d4e5f6071 whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
    "datadog": f"datadoghq.eu {KEY}",
    "new-relic": f"eu 1234567 {KEY}{KEY[:8]}",
    "otlp": "https://otel.shop.example/taken api-key=0a1b2c3d4e5f60718293",
    "apprise": "phone tgram://123456789:AAbbCCddEEffGGhhIIjj/12315544",
}
_SECRET_LENGTH, _TELLING = 16, 12
"""Words so long may be secrets, and so many letters of one in a row are too many."""


def slips(setting: str) -> Iterator[str]:
    """What people write by mistake: words in another order, one missing, one cut short, with a comma between."""
    words = setting.split()
    for some in permutations(words):
        yield " ".join(some)
        yield ", ".join(some)
        yield "=".join(some)
    for number, word in enumerate(words):
        yield " ".join(words[:number] + words[number + 1 :])
        yield " ".join([*words[:number], word[:-1], *words[number + 1 :]])
        yield word


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_slip_is_told_without_the_secret(kind: str) -> None:
    setting = SETTINGS[kind]
    assert set_up({kind: setting}).problems == {}
    secrets = [word.partition("//")[2] or word for word in setting.split() if len(word) >= _SECRET_LENGTH]
    for slip in slips(setting):
        said = " ".join(set_up({kind: slip}).problems.values())
        parts = {secret[at : at + _TELLING] for secret in secrets for at in range(len(secret) - _TELLING + 1)}
        assert [part for part in parts if part in said] == [], slip
