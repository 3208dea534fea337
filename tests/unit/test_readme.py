"""What README and guides tell is so: parameters, files, links."""

import re
from pathlib import Path

import pytest

from parameter_file.declared import declared

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `(\w+)` \| (\S+) \| (.+?) \|", re.MULTILINE)
SECRET = "secret"
PARAMETERS = declared(ROOT / "template.yaml")
MADE = {"LinkKey", "SecretsRevision"}
"""Nobody sets them."""


def _rows() -> dict[str, tuple[str, str]]:
    """The environment variable and the default of each parameter, as the guide tells them."""
    return {match[1]: (match[2], match[3]) for match in ROW.finditer((ROOT / "shared/guide/configure.md").read_text())}


def test_every_parameter_has_its_row_and_no_row_is_left_over() -> None:
    assert set(_rows()) == set(PARAMETERS) - MADE


def test_defaults_are_those_of_the_template() -> None:
    for name, (_, told) in _rows().items():
        default = PARAMETERS[name].default
        assert told.strip("`") == ("none" if default is None else default or "empty"), name


def test_environment_variables_are_those_that_functions_get() -> None:
    template = (ROOT / "template.yaml").read_text()
    told = {variable.strip("`") for variable, _ in _rows().values()} - {"none", SECRET}
    assert not [variable for variable in sorted(told) if f"{variable}: " not in template]


def test_secrets_are_kept_out_of_the_template() -> None:
    secrets = {name for name, (variable, _) in _rows().items() if variable == SECRET}
    assert secrets == {name for name, each in PARAMETERS.items() if each.kept_as} - MADE


def _pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "shared/guide").glob("*.md"))]


def test_the_readme_begins_with_the_two_commands_and_is_short() -> None:
    lines = (ROOT / "README.md").read_text().splitlines()
    assert len(lines) <= 200
    assert [line.split("#")[0].strip() for line in lines[3:5]] == ["make up", "make demo"]


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page.name)
def test_files_that_a_page_names_exist(page: Path) -> None:
    named = set(
        re.findall(r"(?<![\w/.-])(?:tests|shared|events|functions|layers)/[\w./-]*\w/?(?![\w<])", page.read_text())
    )
    assert not [name for name in sorted(named) if not (ROOT / name).exists()]


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page.name)
def test_links_and_pictures_of_a_page_exist(page: Path) -> None:
    text = page.read_text()
    linked = set(re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", text)) | set(re.findall(r'src="([^"]+)"', text))
    assert not [link for link in sorted(linked) if not (page.parent / link).exists()]


def test_every_guide_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert not [page.name for page in _pages()[1:] if f"shared/guide/{page.name}" not in readme]


MAKE = re.compile(r"(?:^|`)make ([a-z][a-z0-9-]*)", re.MULTILINE)


def test_every_make_command_that_is_told_exists() -> None:
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = {target for page in _pages() for target in MAKE.findall(page.read_text())}
    assert told
    assert told <= targets, sorted(told - targets)
