"""The README's table of parameters is that of the template."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARAMETER = re.compile(r"^  (\w+):\n((?:    .*\n)+)", re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)` \| (\S+) \| (.+?) \|", re.MULTILINE)
SECRET = "secret"


def _parameters() -> dict[str, str]:
    """The body of each parameter in the template."""
    template = (ROOT / "template.yaml").read_text()
    section = template[template.index("\nParameters:\n") : template.index("\nConditions:\n")]
    return {match[1]: match[2] for match in PARAMETER.finditer(section)}


def _rows() -> dict[str, tuple[str, str]]:
    """The environment variable and the default of each parameter, as the README tells them."""
    return {match[1]: (match[2], match[3]) for match in ROW.finditer((ROOT / "README.md").read_text())}


def test_every_parameter_has_its_row_and_no_row_is_left_over() -> None:
    assert set(_rows()) == set(_parameters())


def test_defaults_are_those_of_the_template() -> None:
    parameters = _parameters()
    for name, (_, told) in _rows().items():
        found = re.search(r"^    Default: (.*)$", parameters[name], re.MULTILINE)
        default = found[1].strip('"') if found else "none"
        assert told.strip("`") == (default or "empty"), name


def test_environment_variables_are_those_that_functions_get() -> None:
    template = (ROOT / "template.yaml").read_text()
    told = {variable.strip("`") for variable, _ in _rows().values()} - {"none", SECRET}
    assert not [variable for variable in sorted(told) if f"{variable}: " not in template]


def test_secrets_are_hidden_by_the_template() -> None:
    parameters = _parameters()
    secrets = {name for name, (variable, _) in _rows().items() if variable == SECRET}
    assert secrets
    assert not [name for name in sorted(secrets) if "NoEcho: true" not in parameters[name]]


def test_files_that_the_readme_names_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"(?:tests|shared|events)/[a-z_0-9/-]+(?:\.[a-z]+)?", readme))
    assert named
    assert not [name for name in sorted(named) if not (ROOT / name).exists()]
