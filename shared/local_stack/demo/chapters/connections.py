"""The connection slots fill up, and empty again."""

from datetime import UTC, datetime

from local_stack.database import DATABASE
from local_stack.demo.chapter import Chapter
from local_stack.demo.crowd import Crowd, crowd
from local_stack.demo.scene import Scene

CHECK = "check_supabase"
MESSAGE = "High connection usage detected"
OPENED, ESCALATED, RESOLVED = (
    f"[MEDIUM] supabase Alert: {MESSAGE}",
    f"[HIGH] supabase Alert escalated: {MESSAGE}",
    f"[RESOLVED] supabase Alert: {MESSAGE}",
)
# Above the limits of 80 % and 90 %, and low enough to leave the checks themselves a free slot.
MANY, TOO_MANY = 82, 92
CHECKS_TO_OPEN, CHECKS_MORE = 2, 3


def play(scene: Scene) -> None:
    with crowd(scene.server, DATABASE) as visitors:
        _fill(scene, visitors, MANY, OPENED, checks=CHECKS_TO_OPEN)
        _fill(scene, visitors, TOO_MANY, ESCALATED, checks=1)
        scene.tell.does(f"Checking {CHECKS_MORE} times more, which must bring no further mail")
        for _ in range(CHECKS_MORE):
            scene.check(CHECK)
        scene.tell.does("Closing all of them")
    cause = datetime.now(UTC)
    scene.check(CHECK)
    scene.expect_mail(RESOLVED, cause=cause)


def _fill(scene: Scene, visitors: Crowd, percent: int, subject: str, *, checks: int) -> None:
    held = visitors.grow_to(percent)
    cause = datetime.now(UTC)
    scene.tell.does(f"Holding {held} of the {visitors.usable} usable connections open, idle")
    for _ in range(checks):
        scene.check(CHECK)
    scene.expect_mail(subject, cause=cause)


CHAPTER = Chapter(
    title="The connection slots of Postgres fill up",
    check=CHECK,
    fingerprint="supabase:connections",
    mails=(OPENED, ESCALATED, RESOLVED),
    play=play,
)
