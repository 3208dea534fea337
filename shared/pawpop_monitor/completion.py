"""`completion SHELL`: what to put into a shell's startup so that it completes commands, made from the parser itself."""

import argparse
from argparse import Namespace
from collections.abc import Callable, Iterator

from pawpop_monitor.outcome import Exit

SHELLS = ("bash", "zsh", "fish")

_BASH = """_pawpop_monitor() {{
  local words="${{COMP_WORDS[*]:1:COMP_CWORD-1}}" options=""
  case "$words" in
{choices}
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
        values = "".join(_fish_values(option, words) for option, words in _choices(parser).items())
        return "".join(_fish(path, words) for path, words in known.items()) + values
    # The longest path first, since the first pattern that fits is taken.
    ordered = sorted(known.items(), key=lambda item: -len(item[0]))
    cases = "\n".join(f'    "{" ".join(path)}"*) options="{" ".join(words)}" ;;' for path, words in ordered)
    chosen = "\n".join(f'    *"{option}") options="{" ".join(words)}" ;;' for option, words in _choices(parser).items())
    return (_ZSH if shell == "zsh" else "") + _BASH.format(choices=chosen, cases=cases)


def _fish(path: tuple[str, ...], words: list[str]) -> str:
    condition = "; and ".join(f"__fish_seen_subcommand_from {word}" for word in path) or "__fish_use_subcommand"
    return f"complete -c pawpop-monitor -f -n '{condition}' -a '{' '.join(words)}'\n"


def _fish_values(option: str, words: list[str]) -> str:
    return f"complete -c pawpop-monitor -x -l {option.removeprefix('--')} -a '{' '.join(words)}'\n"


def _choices(parser: argparse.ArgumentParser) -> dict[str, list[str]]:
    """What may follow an option that takes one of a few words."""
    found: dict[str, list[str]] = {}
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for below in action.choices.values():
                found |= _choices(below)
        elif action.choices:
            found |= {option: [str(each) for each in action.choices] for option in action.option_strings}
    return found


def _words(parser: argparse.ArgumentParser, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """What may follow each command, by the words that lead there."""
    children = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    options = [word for action in parser._actions for word in action.option_strings if word.startswith("--")]  # noqa: SLF001
    yield path, [*(name for child in children for name in child.choices), *options]
    for child in children:
        for name, below in child.choices.items():
            yield from _words(below, (*path, name))
