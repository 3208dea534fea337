"""`python -m local_stack.demo`: what `make demo` calls. Exit code 0 only if every chapter went as promised."""

import sys
from collections.abc import Sequence

from local_stack import database, stack_file
from local_stack.__main__ import main as run_stack_command
from local_stack.demo.chapter import Chapter, Outcome, perform
from local_stack.demo.chapters import CHAPTERS
from local_stack.demo.interruption import heeded_once
from local_stack.demo.narrator import Narrator
from local_stack.demo.scene import scene_of
from local_stack.demo.summary import summarise
from local_stack.paths import Paths

INTERRUPTED = 130


def main() -> int:
    """Bring the stack up and play all chapters; 1 if anything differed."""
    if failed := run_stack_command(["up"]):
        return failed
    narrator = Narrator.on_stdout()
    try:
        with heeded_once():
            outcomes = _play(CHAPTERS, narrator)
    except KeyboardInterrupt:
        narrator.title("Interrupted. Everything that was broken is in place again.")
        return INTERRUPTED
    summarise(outcomes, narrator)
    return 0 if all(outcome.as_expected for outcome in outcomes) else 1


def _play(chapters: Sequence[Chapter], narrator: Narrator) -> list[Outcome]:
    paths = Paths()
    running, server = stack_file.load(paths), database.cluster(paths)
    return [perform(chapter, scene_of(running, server, narrator)) for chapter in chapters]


if __name__ == "__main__":
    sys.exit(main())
