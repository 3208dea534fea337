"""The template as it is, with its secrets in Systems Manager, where `make deploy` puts them."""

from bill.template import FILE, Template

_TEMPLATE = Template.load(FILE.read_text("utf-8"))
_RESOURCES = _TEMPLATE.document["Resources"].items()
_MOVED = {name: found for name, found in _RESOURCES if found["Type"] != "AWS::SecretsManager::Secret"}
TEMPLATE = Template({**_TEMPLATE.document, "Resources": _MOVED})
