"""`Name=value Name='a value'`, as it stands after SET=, and whether the template knows such names and values."""

import shlex
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from parameter_file import meaning
from parameter_file.declared import Parameter
from parameter_file.errors import ParameterError

_ALIKE = 0.6


def parse(text: str) -> dict[str, str]:
    """The assignments of `text`; ParameterError if one of its words is none. An empty value is a value."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise ParameterError(f"{text}: {str(error).lower()}; a value with spaces stands in quotes.") from None
    if loose := [word for word in words if "=" not in word]:
        raise ParameterError(f"'{' '.join(loose)}' sets nothing. Write Name=value; a value with spaces in quotes.")
    return dict(_pair(word) for word in words)


def check(values: Mapping[str, str], known: Mapping[str, Parameter], refused: Mapping[str, str]) -> None:
    """ParameterError that names everything wrong at once; `refused` says why of names that may not be set here."""
    if problems := list(_problems(values, known, refused)):
        raise ParameterError("\n".join(problems))


def _pair(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name.strip(), value.strip()


def _problems(values: Mapping[str, str], known: Mapping[str, Parameter], refused: Mapping[str, str]) -> Iterator[str]:
    for name, value in values.items():
        if name not in known:
            yield f"There is no parameter {name}. {_hint(name, known)}"
        elif name in refused:
            yield f"{name} can't be set here: {refused[name]}."
        elif problem := known[name].problem_of(value) or meaning.problem_of(name, value):
            yield f"{name} {problem}{'' if known[name].secret else f', not {value!r}'}."


def _hint(name: str, known: Mapping[str, Parameter]) -> str:
    plain = {_plain(each): each for each in known}
    alike = get_close_matches(_plain(name), plain, n=3, cutoff=_ALIKE)
    names = " or ".join(plain[each] for each in alike)
    return f"Did you mean {names}?" if names else "template.yaml names them all under Parameters."


def _plain(name: str) -> str:
    """Of FalDailyCostLimit, fal_daily_cost_limit and MONITORING_FAL_DAILY_COST_LIMIT the same."""
    return name.lower().replace("_", "").replace("-", "").removeprefix("monitoring")
