"""The built template without what MiniStack has no idea of, whether its condition holds or not."""

from pathlib import Path

from samcli.yamlhelper import yaml_dump, yaml_parse

UNKNOWN_TYPES = frozenset({"AWS::Budgets::Budget"})


def write(build: Path) -> Path:
    """Put it beside the built one, whose relative paths it has, and answer where it is."""
    file = build / "emulator.yaml"
    file.write_text(str(yaml_dump(known(yaml_parse((build / "template.yaml").read_text())))))
    return file


def known[Template: dict[str, dict[str, dict[str, object]]]](template: Template) -> Template:
    """`template` with the resources that the emulator knows."""
    resources = template["Resources"]
    for name in [name for name, found in resources.items() if found["Type"] in UNKNOWN_TYPES]:
        del resources[name]
    return template
