"""A chapter, and playing it. A new one is a module under chapters/ and a line in chapters/__init__.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx
import psycopg

from local_stack.demo.earlier import forget
from local_stack.demo.scene import Scene
from local_stack.demo.surprise import SurpriseError
from local_stack.errors import StackError

TROUBLE = (SurpriseError, StackError, httpx.HTTPError, psycopg.Error)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something that goes wrong, and the mails that must come of it.

    `check` is the function that watches for it, `mails` is how the subjects begin, in order. `play` breaks
    things and puts them right again, the latter however it ends.
    """

    title: str
    check: str
    fingerprint: str
    mails: Sequence[str]
    play: Callable[[Scene], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a chapter; `problem` is empty if everything went as promised."""

    chapter: Chapter
    subjects: Sequence[str]
    problem: str = ""

    @property
    def as_expected(self) -> bool:
        return not self.problem and _match(self.chapter.mails, self.subjects)


def perform(chapter: Chapter, scene: Scene) -> Outcome:
    """Play the chapter, then count the mails about its alerts."""
    scene.tell.title(chapter.title)
    problem = ""
    try:
        _begin_quietly(chapter, scene)
        _play(chapter, scene)
    except TROUBLE as error:
        problem = str(error)
        scene.tell.misses(problem)
    return Outcome(chapter, _subjects(chapter, scene), problem)


def _begin_quietly(chapter: Chapter, scene: Scene) -> None:
    """The chapter must open an alert of its own."""
    scene.check(chapter.check)
    forget(scene, chapter.fingerprint)
    scene.expect(not scene.api.open_alert_ids(chapter.fingerprint), "no such alert is open before we begin")


def _play(chapter: Chapter, scene: Scene) -> None:
    try:
        chapter.play(scene)
    except BaseException:
        # Everything is back in place by now; without this check the alert would stay open until the next one.
        scene.check(chapter.check)
        raise


def _subjects(chapter: Chapter, scene: Scene) -> list[str]:
    try:
        alert_ids = scene.api.alert_ids(chapter.fingerprint, scene.began)
        return [mail.subject for mail in scene.mailbox.of_alerts(alert_ids)]
    except TROUBLE as error:
        scene.tell.misses(f"the mails can't be counted: {error}")
        return []


def _match(beginnings: Sequence[str], subjects: Sequence[str]) -> bool:
    return len(beginnings) == len(subjects) and all(map(str.startswith, subjects, beginnings))
