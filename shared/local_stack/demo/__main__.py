"""`python -m local_stack.demo`: what `make demo` calls. Exit code 0 only if every chapter went as promised."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from local_stack import console, database, stack_file
from local_stack.__main__ import main as run_stack_command
from local_stack.chosen import chosen
from local_stack.demo.api import Api
from local_stack.demo.chapter import Chapter, Outcome, perform
from local_stack.demo.chapters import CHAPTERS
from local_stack.demo.diary import Diary
from local_stack.demo.in_use import refuse_if_in_use, refuse_other_thresholds
from local_stack.demo.interruption import heeded_once
from local_stack.demo.narrator import Narrator
from local_stack.demo.scene import scene_of
from local_stack.demo.shops import shop_named, trading
from local_stack.demo.summary import summarise
from local_stack.errors import StackError
from local_stack.paths import Paths
from local_stack.progress import complain

INTERRUPTED = 130
_USUAL_SHOP = "small"


def main() -> int:
    """Bring the stack up and play all chapters in the shop that SHOP names; 1 if anything differed."""
    if failed := run_stack_command(["up"]):
        return failed
    paths, narrator = Paths(), Narrator.on_stdout()
    diary = Diary(paths.run / "demo.json")
    try:
        shop = shop_named(os.environ.get("SHOP") or _USUAL_SHOP)
        _check_that_nobody_is_disturbed(paths, diary)
        narrator.title(f"A {shop.name} shop: {shop.orders_a_day} orders a day, for four weeks")
        with heeded_once(), trading(stack_file.load(paths).database_url, shop):
            outcomes = _play(CHAPTERS, paths, diary, narrator)
    except StackError as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        narrator.title("Interrupted. Everything that was broken is in place again.")
        return INTERRUPTED
    summarise(outcomes, narrator)
    console.channels(stack_file.load(paths))
    return 0 if all(outcome.as_expected for outcome in outcomes) else 1


def _check_that_nobody_is_disturbed(paths: Paths, diary: Diary) -> None:
    refuse_other_thresholds(chosen(paths))
    alerts = Api(stack_file.load(paths)).newest_alerts()
    refuse_if_in_use(alerts, {chapter.fingerprint for chapter in CHAPTERS}, diary, datetime.now(UTC))


def _play(chapters: Sequence[Chapter], paths: Paths, diary: Diary, narrator: Narrator) -> list[Outcome]:
    running, server = stack_file.load(paths), database.cluster(paths)
    outcomes = []
    for chapter in chapters:
        diary.begins(chapter.fingerprint, datetime.now(UTC))
        outcomes.append(perform(chapter, scene_of(running, server, narrator)))
    return outcomes


if __name__ == "__main__":
    sys.exit(main())
