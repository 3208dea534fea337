"""Output that somebody may stop reading (`alerts list | head -1`): the text may get lost, the exit code must not."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO


class _Forgiving(io.TextIOBase):
    """Writes to `stream` until its reader is gone, and nowhere from then on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with self._whatever_the_reader_does():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with self._whatever_the_reader_does():
            self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    @contextlib.contextmanager
    def _whatever_the_reader_does(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            leave_pipe(self._stream)


def leave_pipe(stream: TextIO) -> None:
    """Send the rest of what is buffered nowhere, or Python complains about it as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextlib.contextmanager
def reader_may_leave() -> Iterator[None]:
    """Within the block standard output takes everything, whether somebody still reads it or not."""
    forgiving = _Forgiving(sys.stdout)
    with contextlib.redirect_stdout(forgiving):
        yield
        forgiving.flush()
