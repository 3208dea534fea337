"""`completion SHELL`: what to put into a shell's startup so that it completes commands, made from the parser itself."""

import argparse
from argparse import Namespace
from collections.abc import Callable, Iterator

from pawpop_monitor.outcome import Exit

SHELLS = ("bash", "zsh", "fish")

_BASH = """_pawpop_monitor() {{
  local typed="${{COMP_WORDS[*]:1:COMP_CWORD-1}}" options=""
  case "$typed" in
{cases}
  esac
  COMPREPLY=($(compgen -W "$options" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -F _pawpop_monitor pawpop-monitor
"""
_ZSH = """(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit }}
_pawpop_monitor() {{
  local typed="${{(j: :)words[2,CURRENT-1]}}" options=""
  case "$typed" in
{cases}
  esac
  compadd -- ${{=options}}
}}
compdef _pawpop_monitor pawpop-monitor
"""
_FISH = """function __pawpop_monitor
  set -l typed (commandline -opc)
  switch "$typed[2..-1]"
{cases}
  end
end
complete -c pawpop-monitor -f -a '(__pawpop_monitor)'
"""
_SHAPES = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def completion_of(parser: Callable[[], argparse.ArgumentParser]) -> Callable[[object, Namespace], Exit]:
    """The command that prints the script of a shell."""

    def run(_client: object, options: Namespace) -> Exit:
        print(script(parser(), options.shell), end="")
        return Exit.HEALTHY

    return run


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for bash, zsh or fish: a list of what may have been typed, of which the first that fits is taken."""
    case = _fish_case if shell == "fish" else _case
    paths = sorted(_words(parser, ()), key=lambda item: -len(item[0]))
    values = [case([f'*"{option}"'], words) for option, words in _choices(parser).items()]
    commands = [case(_patterns(" ".join(path)), words) for path, words in paths]
    return _SHAPES[shell].format(cases="\n".join([*values, *commands]))


def _patterns(typed: str) -> list[str]:
    """That very command, with or without more behind it."""
    return [f'"{typed}"', f'"{typed} "*'] if typed else ["*"]


def _case(patterns: list[str], words: list[str]) -> str:
    return f'    {"|".join(patterns)}) options="{" ".join(words)}" ;;'


def _fish_case(patterns: list[str], words: list[str]) -> str:
    whole = " ".join(f"'{pattern.replace('"', '')}'" for pattern in patterns)
    return f"    case {whole}\n      printf '%s\\n' {' '.join(words)}"


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
