"""fal.ai's rate limit is nearly used up."""

from datetime import UTC, datetime

from local_stack.demo.chapter import Chapter
from local_stack.demo.scene import Scene
from local_stack.demo.tracking import FAL_CALLS, MARK, report, reported

CHECK = "check_fal_ai"
MESSAGE = "Rate limit nearly used up"
OPENED, RESOLVED = f"[MEDIUM] fal-ai Alert: {MESSAGE}", f"[RESOLVED] fal-ai Alert: {MESSAGE}"
FEW, PLENTY = 3, 500
CHECKS_TO_OPEN = 2


def play(scene: Scene) -> None:
    with reported(scene, FAL_CALLS):
        scene.tell.does(f"Reporting a call of fal.ai after which {FEW} requests are left")
        cause = datetime.now(UTC)
        report(scene, FAL_CALLS, [_call("few", FEW)])
        for _ in range(CHECKS_TO_OPEN):
            scene.check(CHECK)
        scene.expect_mail(OPENED, cause=cause)
        scene.tell.does(f"Reporting one after which {PLENTY} are left")
        cause = datetime.now(UTC)
        report(scene, FAL_CALLS, [_call("plenty", PLENTY)])
        scene.check(CHECK)
        scene.expect_mail(RESOLVED, cause=cause)


def _call(name: str, remaining: int) -> dict[str, object]:
    return {
        "endpoint": "fal-ai/flux/dev",
        "requestId": f"{MARK}limit-{name}",
        "status": "success",
        "responseTime": 2300,
        "cost": 0.04,
        "rateLimitRemaining": remaining,
    }


CHAPTER = Chapter(
    title="fal.ai's rate limit comes near",
    check=CHECK,
    fingerprint="fal-ai:rate_limit",
    mails=(OPENED, RESOLVED),
    play=play,
)
