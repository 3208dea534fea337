"""fal.ai fails: each of a few calls, which is all that a small shop makes in hours."""

from datetime import UTC, datetime

from local_stack.demo.chapter import Chapter
from local_stack.demo.scene import Scene
from local_stack.demo.tracking import FAL_CALLS, MARK, report, reported

CHECK = "check_fal_ai"
FINGERPRINT = "fal-ai:error_rate"
MESSAGE = "Every request to fal.ai fails"
OPENED, RESOLVED = f"[HIGH] fal-ai Alert: {MESSAGE}", f"[RESOLVED] fal-ai Alert: {MESSAGE}"
FAILURES, GOOD_AGAIN = 5, 12


def play(scene: Scene) -> None:
    with reported(scene, FAL_CALLS):
        scene.tell.does(f"Reporting {FAILURES} calls of fal.ai that all failed")
        cause = datetime.now(UTC)
        error = {"status": "error", "errorMessage": "500 Internal Server Error"}
        report(scene, FAL_CALLS, [_call(f"failed-{number}") | error for number in range(FAILURES)])
        scene.check(CHECK)
        scene.expect_mail(OPENED, cause=cause)
        scene.tell.does(f"Reporting {GOOD_AGAIN} that went well")
        cause = datetime.now(UTC)
        report(scene, FAL_CALLS, [_call(f"good-{number}") for number in range(GOOD_AGAIN)])
        scene.check_until_over(CHECK, FINGERPRINT)
        scene.expect_mail(RESOLVED, cause=cause)


def _call(name: str) -> dict[str, object]:
    return {
        "endpoint": "fal-ai/flux/dev",
        "requestId": f"{MARK}images-{name}",
        "status": "success",
        "responseTime": 2300,
        "cost": 0.04,
    }


CHAPTER = Chapter(
    title="fal.ai makes no images",
    check=CHECK,
    fingerprint=FINGERPRINT,
    mails=(OPENED, RESOLVED),
    play=play,
)
