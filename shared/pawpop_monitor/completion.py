"""`completion SHELL`: what to put into a shell's startup so that it completes commands, made from the parser itself."""

import argparse
from argparse import Namespace
from collections.abc import Callable, Iterator

from pawpop_monitor.outcome import Exit

SHELLS = ("bash", "zsh", "fish")

_BASH = """_pawpop_monitor() {{
  local words="${{COMP_WORDS[*]:1:COMP_CWORD-1}}" options=""
  case "$words" in
{cases}
  esac
  COMPREPLY=($(compgen -W "$options" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -F _pawpop_monitor pawpop-monitor
"""
_ZSH = "autoload -U +X bashcompinit && bashcompinit\n"


def completion_of(parser: Callable[[], argparse.ArgumentParser]) -> Callable[[object, Namespace], Exit]:
    """The command that prints the script of a shell."""

    def run(_client: object, options: Namespace) -> Exit:
        print(script(parser(), options.shell), end="")
        return Exit.HEALTHY

    return run


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for bash, zsh or fish."""
    known = dict(_words(parser, ()))
    if shell == "fish":
        return "".join(_fish(path, words) for path, words in known.items())
    # The longest path first, since the first pattern that fits is taken.
    ordered = sorted(known.items(), key=lambda item: -len(item[0]))
    cases = "\n".join(f'    "{" ".join(path)}"*) options="{" ".join(words)}" ;;' for path, words in ordered)
    return (_ZSH if shell == "zsh" else "") + _BASH.format(cases=cases)


def _fish(path: tuple[str, ...], words: list[str]) -> str:
    condition = "; and ".join(f"__fish_seen_subcommand_from {word}" for word in path) or "__fish_use_subcommand"
    return f"complete -c pawpop-monitor -f -n '{condition}' -a '{' '.join(words)}'\n"


def _words(parser: argparse.ArgumentParser, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """What may follow each command, by the words that lead there."""
    children = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    options = [word for action in parser._actions for word in action.option_strings if word.startswith("--")]  # noqa: SLF001
    yield path, [*(name for child in children for name in child.choices), *options]
    for child in children:
        for name, below in child.choices.items():
            yield from _words(below, (*path, name))
