"""What MiniStack leaves undone when it deploys a stack, done here, so that the template can be written for AWS."""

import json
import re
from typing import Any

from local_stack import emulator

_ON_AWS = re.compile(r"https://(\w+)\.execute-api\.")
_OF_A_FUNCTION = re.compile(r"https://(\w+)\.lambda-url\.[^/]+(/.*)?")


def fill(endpoint_url: str, stack_name: str, stage: str) -> None:
    """Bring the deployed stack closer to what AWS would have made of it."""
    cloudformation = emulator.client("cloudformation", endpoint_url)
    processed = cloudformation.get_template(StackName=stack_name, TemplateStage="Processed")["TemplateBody"]
    template = json.loads(processed) if isinstance(processed, str) else processed
    deployed = cloudformation.describe_stack_resources(StackName=stack_name)["StackResources"]
    names = {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in deployed}
    apis = {name: found for name, found in template["Resources"].items() if found["Type"] == "AWS::ApiGateway::RestApi"}
    for name, resource in apis.items():
        _set_error_bodies(endpoint_url, names[name], resource["Properties"], stage)
    functions = emulator.client("lambda", endpoint_url)
    for name, resource in template["Resources"].items():
        # One whose condition does not hold is not there.
        if resource["Type"] == "AWS::Lambda::Function" and name in names:
            _adapt(functions, names[name], endpoint_url, [names[api] for api in apis])


def reachable_anywhere(value: str, endpoint_url: str) -> str:
    """`value`, led to the emulator if it is the address of an API on AWS."""
    found = _ON_AWS.match(value)
    return _reachable(value, endpoint_url, [found[1]]) if found else value


def _set_error_bodies(endpoint_url: str, api_id: str, properties: dict[str, Any], stage: str) -> None:
    """Set the API's gateway responses, which MiniStack leaves out when it imports an API definition."""
    gateway = emulator.client("apigateway", endpoint_url)
    responses = properties.get("Body", {}).get("x-amazon-apigateway-gateway-responses", {})
    for kind, response in responses.items():
        gateway.put_gateway_response(restApiId=api_id, responseType=kind, **response)
    if responses:
        # As on AWS, a stage serves what its deployment saw.
        gateway.create_deployment(restApiId=api_id, stageName=stage)


def _adapt(functions: Any, name: str, endpoint_url: str, apis: list[str]) -> None:
    """Change of the function's configuration what has to be different here."""
    configuration = functions.get_function_configuration(FunctionName=name)
    changes = _own_log(configuration) | _reachable_addresses(configuration, endpoint_url, apis)
    if changes:
        functions.update_function_configuration(FunctionName=name, **changes)


def _own_log(configuration: dict[str, Any]) -> dict[str, Any]:
    """A log group of its own: unlike AWS's, MiniStack's streams in a shared one don't name the function."""
    logging, own = configuration["LoggingConfig"], f"/aws/lambda/{configuration['FunctionName']}"
    return {} if logging["LogGroup"] == own else {"LoggingConfig": logging | {"LogGroup": own}}


def _reachable_addresses(configuration: dict[str, Any], endpoint_url: str, apis: list[str]) -> dict[str, Any]:
    """Addresses of the API and of functions that a function hands out, in mails for instance, lead to the emulator."""
    known = configuration.get("Environment", {}).get("Variables", {})
    reachable = {name: _reachable(value, endpoint_url, apis) for name, value in known.items()}
    return {} if reachable == known else {"Environment": {"Variables": reachable}}


def _reachable(value: str, endpoint_url: str, apis: list[str]) -> str:
    if found := _OF_A_FUNCTION.fullmatch(value):
        return f"{endpoint_url}/_aws/lambda-url/{found[1]}{found[2] or '/'}"
    for api in apis:
        if value.startswith(f"https://{api}.execute-api."):
            return f"{endpoint_url}/_aws/execute-api/{api}/{value.split('/', 3)[-1]}"
    return value
