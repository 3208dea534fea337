"""The shop's handler of Stripe's events breaks, and is mended."""

from datetime import UTC, datetime

from local_stack.demo.chapter import Chapter
from local_stack.demo.scene import Scene
from local_stack.demo.tracking import MARK, STRIPE_EVENTS, report, reported

CHECK = "check_stripe"
MESSAGE = "Webhook events fail one after the other"
OPENED, RESOLVED = f"[HIGH] stripe Alert: {MESSAGE}", f"[RESOLVED] stripe Alert: {MESSAGE}"
FAILURES = 3


def play(scene: Scene) -> None:
    with reported(scene, STRIPE_EVENTS):
        scene.tell.does(f"Reporting {FAILURES} events of Stripe in a row that the shop could not handle")
        cause = datetime.now(UTC)
        report(scene, STRIPE_EVENTS, [_event(f"failed-{number}", "failed") for number in range(FAILURES)])
        _check_twice(scene)
        scene.expect_mail(OPENED, cause=cause)
        scene.tell.does("Reporting one that it handled")
        cause = datetime.now(UTC)
        report(scene, STRIPE_EVENTS, [_event("mended", "success")])
        _check_twice(scene)
        scene.expect_mail(RESOLVED, cause=cause)


def _check_twice(scene: Scene) -> None:
    """A row of failures is told at the second look, and its end as well: it may have been a deploy."""
    scene.check(CHECK)
    scene.check(CHECK)


def _event(name: str, status: str) -> dict[str, object]:
    failure = {"errorMessage": "the handler answered 500"} if status == "failed" else {}
    event = {
        "eventId": f"{MARK}{name}",
        "eventType": "checkout.session.completed",
        "status": status,
        "processingTime": 120,
    }
    return event | failure


CHAPTER = Chapter(
    title="The shop's webhook handler breaks",
    check=CHECK,
    fingerprint="stripe:consecutive_failures",
    mails=(OPENED, RESOLVED),
    play=play,
)
