"""The built template without what MiniStack has no idea of, and without packages that it has at hand.

MiniStack unpacks every layer anew whenever a function starts: 4,000 files and some seconds for packages that its
workers find in the development environment, pinned alike, even if a layer lacks them. That the layers hold them is
for tests/e2e/test_layers.py to prove.
"""

from pathlib import Path
from typing import Any

from samcli.yamlhelper import yaml_dump, yaml_parse

UNKNOWN_TYPES = frozenset({"AWS::Budgets::Budget"})
OWN_LAYER = "CommonLayer"
_AT_HAND = "at_hand"

type Template = dict[str, dict[str, dict[str, Any]]]


def write(build: Path) -> Path:
    """Put it beside the built one, whose relative paths it has, and answer where it is."""
    (build / _AT_HAND / "python").mkdir(parents=True, exist_ok=True)
    (build / _AT_HAND / "python" / "README").write_text("These packages are in the development environment.\n")
    template = at_hand(known(yaml_parse((build / "template.yaml").read_text())))
    file = build / "emulator.yaml"
    file.write_text(str(yaml_dump(template)))
    return file


def known(template: Template) -> Template:
    """`template` with the resources that the emulator knows."""
    resources = template["Resources"]
    for name in [name for name, found in resources.items() if found["Type"] in UNKNOWN_TYPES]:
        del resources[name]
    return template


def at_hand(template: Template) -> Template:
    """`template` with nothing in the layers but our own code."""
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::LayerVersion" and name != OWN_LAYER:
            resource["Properties"]["ContentUri"] = _AT_HAND
    return template
