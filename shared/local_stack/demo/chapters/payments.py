"""The checkout breaks: the payments of a few customers fail, as Stripe's signed deliveries tell."""

from collections.abc import Iterable
from datetime import UTC, datetime

from local_stack.demo.chapter import Chapter
from local_stack.demo.scene import Scene
from local_stack.demo.tracking import MARK, STRIPE_EVENTS, deliver, reported

CHECK = "check_stripe"
FINGERPRINT = "stripe:payment_success_rate"
MESSAGE = "Low payment success rate"
OPENED, RESOLVED = f"[CRITICAL] stripe Alert: {MESSAGE}", f"[RESOLVED] stripe Alert: {MESSAGE}"
FAILURES, PAID = 4, 12


def play(scene: Scene) -> None:
    with reported(scene, STRIPE_EVENTS):
        scene.tell.does(f"Stripe delivers that {FAILURES} payments failed")
        cause = datetime.now(UTC)
        deliver(scene, _events("payment_failed", range(FAILURES)))
        scene.check(CHECK)
        scene.expect_mail(OPENED, cause=cause)
        scene.tell.does(f"Stripe delivers that {PAID} customers paid")
        cause = datetime.now(UTC)
        deliver(scene, _events("succeeded", range(PAID)))
        scene.check_until_over(CHECK, FINGERPRINT)
        scene.expect_mail(RESOLVED, cause=cause)


def _events(outcome: str, numbers: Iterable[int]) -> list[dict[str, object]]:
    return [
        {
            "id": f"{MARK}{outcome}_{number}",
            "object": "event",
            "type": f"payment_intent.{outcome}",
            "livemode": True,
            "created": int(datetime.now(UTC).timestamp()),
            "data": {
                "object": {
                    "id": f"pi_demo_{outcome}_{number}",
                    "amount": 4900,
                    "currency": "usd",
                    "last_payment_error": {"code": "processing_error"} if outcome == "payment_failed" else None,
                }
            },
        }
        for number in numbers
    ]


CHAPTER = Chapter(
    title="Customers can't pay",
    check=CHECK,
    fingerprint=FINGERPRINT,
    mails=(OPENED, RESOLVED),
    play=play,
)
