"""The file that keeps what was set: `Name=value` a line, # begins a comment. A person may edit it."""

from collections.abc import Mapping
from pathlib import Path

from parameter_file.errors import ParameterError

_NEW_LINE = r"\n"
"""In a value of several lines, of which the file has one."""
_HEADER = "# Parameters of template.yaml that differ from their defaults. Without its line one has its default again."


def load(file: Path) -> dict[str, str]:
    """What `file` sets; nothing if there is no such file. ParameterError names a line that sets nothing."""
    if not file.exists():
        return {}
    lines = [line.strip() for line in _text(file).splitlines()]
    return dict(_assignment(file, line) for line in lines if line and not line.startswith("#"))


def change(file: Path, values: Mapping[str, str], told: Mapping[str, str] | None = None) -> None:
    """Write `values` into `file`: in the place of what they had there, or at its end below what `told` says of them.

    Its other lines and comments stay.
    """
    if not values:
        return
    lines = _text(file).splitlines() if file.exists() else [_HEADER]
    left = dict(values)
    written = [_line(name, left.pop(name)) if (name := _name(line)) in left else line for line in lines]
    for name, value in left.items():
        written += [*_comment((told or {}).get(name, "")), _line(name, value)]
    file.parent.mkdir(parents=True, exist_ok=True)
    # It may hold keys.
    file.touch(mode=0o600)
    file.write_text("\n".join([*written, ""]), "utf-8")


def _text(file: Path) -> str:
    """Without the mark that some editors begin a file with."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ParameterError(f"{file.name} is not UTF-8. Save it as that in your editor.") from None


def _name(line: str) -> str:
    return "" if line.lstrip().startswith("#") else line.partition("=")[0].strip()


def _line(name: str, value: str) -> str:
    quoted = f'"{value}"' if _unquoted(value.strip()) != value else value
    return f"{name}={quoted.replace('\n', _NEW_LINE)}"


def _comment(words: str) -> list[str]:
    return ["", f"# {words}"] if words else []


def _assignment(file: Path, line: str) -> tuple[str, str]:
    name, equals, value = line.partition("=")
    if not equals:
        raise ParameterError(f"{file.name}: '{line}' sets nothing. Write Name=value.")
    return name.strip(), _unquoted(value.strip()).replace(_NEW_LINE, "\n")


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
