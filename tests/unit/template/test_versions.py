"""Why functions are called by name, not by an alias: SAM does not see that a parameter has another value.

Once it does (issue 3820 of the translator), the first test fails, and Globals can have AutoPublishAlias.
"""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.template.document import functions, template

type Versions = Callable[..., set[str]]


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch) -> Versions:
    """The logical ids of the versions that SAM publishes of a function whose threshold is a parameter."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    from samtranslator.parser.parser import Parser  # type: ignore[import-untyped]  # noqa: PLC0415  a second that only this test pays
    from samtranslator.translator.translator import Translator  # type: ignore[import-untyped]  # noqa: PLC0415

    def published(limit: str, **properties: Any) -> set[str]:
        function = {
            "CodeUri": "s3://bucket/key",
            "Handler": "app.lambda_handler",
            "Runtime": "python3.13",
            "Environment": {"Variables": {"LIMIT": {"Ref": "Limit"}}},
            "AutoPublishAlias": "live",
            "AutoPublishAliasAllProperties": True,
        }
        document = {
            "Transform": "AWS::Serverless-2016-10-31",
            "Parameters": {"Limit": {"Type": "String"}},
            "Resources": {"Check": {"Type": "AWS::Serverless::Function", "Properties": function | properties}},
        }
        output = Translator({}, Parser()).translate(copy.deepcopy(document), {"Limit": limit})
        return {name for name, resource in output["Resources"].items() if resource["Type"] == "AWS::Lambda::Version"}

    return published


def test_a_changed_parameter_would_be_deployed_and_never_act(versions: Versions) -> None:
    assert versions("50") == versions("80")
    assert versions("50") != versions("50", MemorySize=256)


def test_a_hash_in_place_of_the_code_is_seen_but_has_to_come_from_whoever_deploys(versions: Versions) -> None:
    """AutoPublishCodeSha256 is resolved; yet whoever changes one parameter by hand gives the same as before."""
    by_limit = {"AutoPublishCodeSha256": {"Ref": "Limit"}, "AutoPublishAliasAllProperties": False}
    assert versions("50" * 32, **by_limit) != versions("80" * 32, **by_limit)
    given = {"AutoPublishCodeSha256": "a" * 64}
    assert versions("50", **given) == versions("80", **given)
    assert versions("50", **given) == versions("50", CodeUri="s3://bucket/other", **given)


def test_no_function_is_called_by_an_alias() -> None:
    document = template()
    assert not any("AutoPublishAlias" in function for function in functions(document).values())
    assert "AutoPublishAlias" not in document["Globals"]["Function"]
