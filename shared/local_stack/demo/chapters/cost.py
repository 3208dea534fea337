"""A day becomes expensive: a loop calls fal.ai again and again."""

from datetime import UTC, datetime

from local_stack.demo.chapter import Chapter
from local_stack.demo.scene import Scene
from local_stack.demo.tracking import FAL_CALLS, MARK, report, reported

CHECK = "check_fal_ai"
MESSAGE = "Daily cost limit exceeded"
OPENED, RESOLVED = f"[HIGH] fal-ai Alert: {MESSAGE}", f"[RESOLVED] fal-ai Alert: {MESSAGE}"
CALLS, COST_EACH = 100, 0.6
CHECKS_MORE = 3


def play(scene: Scene) -> None:
    with reported(scene, FAL_CALLS):
        scene.tell.does(f"Reporting {CALLS} calls of fal.ai at ${COST_EACH:.2f} each, over the limit of $50 a day")
        cause = datetime.now(UTC)
        report(scene, FAL_CALLS, [_call(number) for number in range(CALLS)])
        scene.check(CHECK)
        scene.expect_mail(OPENED, cause=cause)
        scene.tell.does(f"Checking {CHECKS_MORE} times more, which must bring no further mail")
        for _ in range(CHECKS_MORE):
            scene.check(CHECK)
        scene.tell.does("Taking the calls back")
    cause = datetime.now(UTC)
    scene.check(CHECK)
    scene.expect_mail(RESOLVED, cause=cause)


def _call(number: int) -> dict[str, object]:
    return {
        "endpoint": "fal-ai/flux/dev",
        "requestId": f"{MARK}cost-{number}",
        "status": "success",
        "responseTime": 2300,
        "cost": COST_EACH,
    }


CHAPTER = Chapter(
    title="fal.ai becomes expensive",
    check=CHECK,
    fingerprint="fal-ai:daily_cost",
    mails=(OPENED, RESOLVED),
    play=play,
)
