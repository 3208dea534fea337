"""Each secret is declared once, and each function may read exactly those that it is told of."""

import re
from collections.abc import Iterator

import pytest

from parameter_file.declared import declared
from tests.unit.template.document import FILE, Node, functions, template

DOCUMENT = template()
FUNCTIONS = functions(DOCUMENT)
SECRETS = {each.kept_as for each in declared(FILE).values() if each.kept_as}
ROOT = "/pawpop/${AWS::StackName}/"
ARN = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter" + ROOT


def _told(function: Node) -> set[str]:
    variables = function.get("Environment", {}).get("Variables", {})
    ids = (value["Fn::Sub"] for name, value in variables.items() if name.endswith("_SECRET_ID"))
    return {name.removeprefix(ROOT) for each in ids for name in each.split(",")}


def _may_read(function: Node) -> Iterator[str]:
    for policy in function.get("Policies", []):
        for statement in policy.get("Statement", []):
            if statement["Action"] == "ssm:GetParameter":
                resources = statement["Resource"]
                for resource in resources if isinstance(resources, list) else [resources]:
                    yield resource["Fn::Sub"].removeprefix(ARN)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_may_read_the_secrets_that_it_is_told_of_and_no_other(name: str) -> None:
    allowed = list(_may_read(FUNCTIONS[name]))
    assert sorted(allowed) == sorted(_told(FUNCTIONS[name]))


def test_each_secret_is_declared_and_read() -> None:
    assert set().union(*(_told(each) for each in FUNCTIONS.values())) == SECRETS


def test_no_value_of_a_secret_goes_through_the_template() -> None:
    """A later deployment would bring it back; so would CloudFormation with one that it remembers."""
    assert [name for name, entry in DOCUMENT["Parameters"].items() if entry.get("NoEcho")] == []
    assert "SecretsManager" not in FILE.read_text()


def test_functions_that_are_warm_learn_of_a_change() -> None:
    assert DOCUMENT["Globals"]["Function"]["Environment"]["Variables"]["SECRETS_REVISION"] == {"Ref": "SecretsRevision"}


def test_names_are_fit_for_parameter_store() -> None:
    assert all(name and re.fullmatch(r"[a-z-]+(/[a-z-]+)?", name) for name in SECRETS)
