"""`alerts why`: a sentence for each reason."""

from typing import Any

import pytest

from pawpop_monitor.why import reasons

TOLD: dict[str, Any] = {
    "notifiedAt": "2026-11-23T12:00:00Z",
    "silencedBy": None,
    "inhibitedBy": None,
    "flapping": False,
    "lastDelivery": {
        "at": "2026-11-23T12:00:05Z",
        "channel": "email",
        "outcome": "accepted",
        "until": None,
        "note": None,
    },
}
UNTOLD = TOLD | {"notifiedAt": None, "lastDelivery": None}


@pytest.mark.parametrize(
    ("alert", "said"),
    [
        (TOLD, ["Last over email, at 2026-11-23T12:00:05Z: accepted."]),
        (
            UNTOLD | {"silencedBy": "s1"},
            ["It was decided to tell nobody so far.", "Silence s1 keeps it back.", "So nothing was delivered."],
        ),
        (
            UNTOLD | {"inhibitedBy": "supabase:unreachable"},
            [
                "It was decided to tell nobody so far.",
                "supabase:unreachable explains it, and was told instead.",
                "So nothing was delivered.",
            ],
        ),
        (
            TOLD | {"lastDelivery": TOLD["lastDelivery"] | {"outcome": "waiting", "until": "Monday", "note": "low"}},
            ["Last over email, at 2026-11-23T12:00:05Z: waiting until Monday (low)."],
        ),
        (
            TOLD | {"flapping": True, "lastDelivery": None},
            [
                "It comes and goes: it is told once, and held until it is calm.",
                "Nothing is recorded of a delivery.",
            ],
        ),
    ],
    ids=["told", "silenced", "inhibited", "waiting", "flapping"],
)
def test_each_reason_has_its_sentence(alert: dict[str, Any], said: list[str]) -> None:
    assert reasons(alert) == said
