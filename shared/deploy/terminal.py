"""The person at the terminal, or the lines that are piped in."""

import getpass
import select
import sys

from deploy.errors import DeployError, NobodyThereError

_YES = frozenset({"y", "yes"})


class Terminal:
    """Implements Prompt. `certain` is what a question of yes or no is answered with, if not by asking."""

    def __init__(self, *, certain: bool = False) -> None:
        self._certain = certain

    def say(self, text: str) -> None:
        print(text, flush=True)

    def ask(self, question: str, *, default: str, hidden: bool) -> str:
        return self._line(question, hidden=hidden).strip() or default

    def confirm(self, question: str, *, usual: bool) -> bool:
        if self._certain:
            return True
        answer = self._line(f"{question} [{'Y/n' if usual else 'y/N'}] ", hidden=False).strip().lower()
        return answer in _YES if answer else usual

    def _line(self, question: str, *, hidden: bool) -> str:
        if not _somebody_there():
            raise NobodyThereError
        try:
            return getpass.getpass(question) if hidden and sys.stdin.isatty() else input(question)
        except EOFError:
            print(flush=True)
            raise NobodyThereError from None
        except UnicodeDecodeError:
            raise DeployError("The answer is no text in UTF-8; nothing was changed.") from None


def _somebody_there() -> bool:
    """A terminal, or something that was written to us; a silent pipe would be waited for for ever."""
    return sys.stdin.isatty() or bool(select.select([sys.stdin], [], [], 0)[0])
