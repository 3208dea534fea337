"""Calls that a check does not wait for longer than it has time."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread


def in_background[T](task: Callable[[], T]) -> Future[T]:
    """Start `task`; its result or its exception is the future's.

    Whatever is asked here keeps a deadline of its own, so that no thread outlives the check; it is a daemon, unlike a
    pool's, for what no deadline covers, such as the system's resolver.
    """
    future: Future[T] = Future()
    Thread(target=_run, args=(task, future), daemon=True).start()
    return future


def _run[T](task: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(task())
    except Exception as error:  # noqa: BLE001 - raised again by whoever asks for the result
        future.set_exception(error)
