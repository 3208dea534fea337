"""What a person reads while the demo runs: one line per event, coloured only where a terminal shows it."""

import os
import sys
from dataclasses import dataclass
from typing import Self, TextIO

BOLD, RED, GREEN, FAINT = "1", "31", "32", "2"


@dataclass(frozen=True, slots=True)
class Narrator:
    """Writes lines at once, so that they appear as things happen."""

    stream: TextIO
    coloured: bool = False

    @classmethod
    def on_stdout(cls) -> Self:
        """Colours on a terminal, unless NO_COLOR is set."""
        return cls(sys.stdout, coloured=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))

    def title(self, text: str) -> None:
        self._write(f"\n{self._paint(BOLD, text)}")

    def does(self, text: str) -> None:
        """Something that the demo does."""
        self._write(f"  {text}")

    def sees(self, text: str) -> None:
        """Something that the product did."""
        self._write(f"  {self._paint(GREEN, 'ok')}  {text}")

    def misses(self, text: str) -> None:
        """Something that should have been otherwise."""
        self._write(f"  {self._paint(RED, '!!')}  {text}")

    def adds(self, text: str) -> None:
        """More about the line before."""
        self._write(f"      {self._paint(FAINT, text)}")

    def _write(self, line: str) -> None:
        print(line, file=self.stream, flush=True)

    def _paint(self, colour: str, text: str) -> str:
        return f"\033[{colour}m{text}\033[0m" if self.coloured else text
