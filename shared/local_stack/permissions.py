"""The roles of the deployed functions, as AWS would have made them.

MiniStack evaluates policies as AWS does, but resolves `!Ref` of a secret to its name, where AWS gives the ARN that
a policy needs.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from local_stack import emulator


def mend(endpoint_url: str, resources: list[dict[str, Any]]) -> None:
    """Let the policies of the stack's roles name its secrets by ARN; `resources` as CloudFormation describes them."""
    arns = dict(_arns(endpoint_url, _named(resources, "AWS::SecretsManager::Secret")))
    roles = emulator.client("iam", endpoint_url)
    for role in _named(resources, "AWS::IAM::Role"):
        for policy in roles.list_role_policies(RoleName=role)["PolicyNames"]:
            known = roles.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
            mended = _with_arns(known, arns)
            if mended != known:
                roles.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=json.dumps(mended))


def _named(resources: list[dict[str, Any]], kind: str) -> list[str]:
    return [each["PhysicalResourceId"] for each in resources if each["ResourceType"] == kind]


def _arns(endpoint_url: str, names: list[str]) -> Iterator[tuple[str, str]]:
    secrets = emulator.client("secretsmanager", endpoint_url)
    for name in names:
        yield name, secrets.describe_secret(SecretId=name)["ARN"]


def _with_arns(value: Any, arns: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _with_arns(each, arns) for name, each in value.items()}
    if isinstance(value, list):
        return [_with_arns(each, arns) for each in value]
    return arns.get(value, value)
