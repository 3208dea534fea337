"""AWS, as a deployment needs it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from deploy import sam, secrets_manager, stack_state
from deploy.errors import DeployError
from deploy.left_queues import LeftQueues
from deploy.parameter_store import ParameterStore
from deploy.ports import KeptQueue, Stack
from deploy.stored_secrets import Held
from local_stack.errors import StackError
from local_stack.paths import Paths
from parameter_file.declared import Parameter

_NO_CREDENTIALS = (
    "AWS refuses this machine's credentials ({reason}). Set them up with 'aws configure' or 'aws sso login', or name a"
    " profile in AWS_PROFILE; then run this again."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Which stack is meant; `client` makes a boto3 client of the region, `rules` are those of all parameters."""

    stack: str
    region: str
    client: Any
    rules: Mapping[str, Parameter]


class Aws:
    """Implements ports.Cloud."""

    def __init__(self, place: Place, paths: Paths, config: Path, environment: Mapping[str, str]) -> None:
        self._place = place
        self._paths = paths
        self._config = config
        self._environment = environment
        self._client = cache(place.client)

    def account(self) -> str:
        try:
            return str(self._client("sts").get_caller_identity()["Account"])
        except EndpointConnectionError:
            raise DeployError(
                f"AWS does not answer in the region {self._place.region}; is it the right name?"
            ) from None
        except (BotoCoreError, ClientError) as error:
            raise DeployError(_NO_CREDENTIALS.format(reason=_reason(error))) from None

    def stack(self) -> Stack | None:
        try:
            found = self._client("cloudformation").describe_stacks(StackName=self._place.stack)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise DeployError(f"AWS does not show the stack: {_reason(error)}.") from None
        if found["StackStatus"] in stack_state.NEVER_MADE:
            self.delete()
            return None
        stack_state.refuse(self._place.stack, found["StackStatus"])
        return self._read(found)

    def concurrency(self) -> int | None:
        try:
            return int(self._client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"])
        except (BotoCoreError, ClientError):
            return None

    def may_mail_anybody(self) -> bool | None:
        try:
            return bool(self._client("sesv2").get_account()["ProductionAccessEnabled"])
        except (BotoCoreError, ClientError, KeyError):
            return None

    def secrets(self) -> Mapping[str, Held]:
        return self._store().held()

    def earlier_secrets(self, stack: Stack) -> Mapping[str, str]:
        names = secrets_manager.names(stack.resources)
        texts = {
            name: str(self._client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"])
            for name, secret in names.items()
        }
        return secrets_manager.parameters_of(texts) | self._heartbeat(stack)

    def remove_secrets(self) -> None:
        self._store().remove_all()

    def deploy(self, values: Mapping[str, str], insisted: Collection[str], build: Path) -> Stack:
        target = sam.Target(
            stack=self._place.stack,
            region=self._place.region,
            template=self.template(build),
            config=self._config,
            environment=self._environment,
            bucket=self.bucket(),
        )
        try:
            sam.bring_up_to(
                self._paths, target, self._store(), values, self._place.rules, insisted, "'sam deploy' failed."
            )
        except StackError as error:
            events = self._client("cloudformation").get_paginator("describe_stack_events")
            pages = events.paginate(StackName=self._place.stack)
            reason = stack_state.first_reason(event for page in pages for event in page["StackEvents"])
            raise DeployError("\n".join(filter(None, (error.log, str(error), reason)))) from None
        finally:
            self._config.unlink(missing_ok=True)
        self.finish()
        found = self._client("cloudformation").describe_stacks(StackName=self._place.stack)["Stacks"][0]
        return self._read(found)

    def delete(self) -> None:
        cloudformation = self._client("cloudformation")
        cloudformation.delete_stack(StackName=self._place.stack)
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=self._place.stack)

    def run_check(self, stack: Stack, function: str) -> str:
        name = stack.resources[function]
        answer = self._client("lambda").invoke(FunctionName=name, Payload=json.dumps({"source": "aws.events"}))
        content = json.loads(answer["Payload"].read() or b"{}")
        if "FunctionError" in answer:
            return f"{function} broke off: {content.get('errorMessage', 'see its log')}"
        problems = "; ".join(content.get("problems", ()))
        return (
            f"{content.get('service', function)}: {content.get('status', 'done')}{f', {problems}' if problems else ''}"
        )

    def kept_queues(self, stack: Stack | None) -> Sequence[KeptQueue]:
        return self._left_queues().found(stack.resources if stack else {})

    def bring_back(self, stack: Stack, queues: Sequence[KeptQueue]) -> int:
        there = [queue for queue in queues if queue.name in stack.resources]
        return sum(self._left_queues().empty_into(stack.resources[queue.name], queue) for queue in there)

    def delete_queue(self, queue: KeptQueue) -> None:
        self._client("sqs").delete_queue(QueueUrl=queue.url)

    # What an emulator does differently.
    def template(self, build: Path) -> Path:
        """What is deployed."""
        return build / "template.yaml"

    def bucket(self) -> str:
        """Where the code goes; empty for one that sam makes."""
        return ""

    def finish(self) -> None:
        """What is left to do once the stack is there."""

    def outputs(self, found: Mapping[str, str]) -> Mapping[str, str]:
        """Those of the stack, as they can be used from here."""
        return found

    def _read(self, found: Mapping[str, Any]) -> Stack:
        cloudformation = self._client("cloudformation")
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=self._place.stack)
        summaries = [each for page in pages for each in page["StackResourceSummaries"]]
        template = cloudformation.get_template(StackName=self._place.stack, TemplateStage="Original")["TemplateBody"]
        return Stack(
            status=found["StackStatus"],
            parameters={each["ParameterKey"]: each["ParameterValue"] for each in found.get("Parameters", ())},
            outputs=self.outputs({each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", ())}),
            resources={each["LogicalResourceId"]: each.get("PhysicalResourceId", "") for each in summaries},
            template=template if isinstance(template, str) else json.dumps(template),
        )

    def _heartbeat(self, stack: Stack) -> dict[str, str]:
        """The one parameter that was hidden, and is none now; its function knows it."""
        if not secrets_manager.is_hidden(stack.parameters.get("HeartbeatUrl", "")):
            return {}
        function = stack.resources["CheckSystemFunction"]
        found = self._client("lambda").get_function_configuration(FunctionName=function)
        return {"HeartbeatUrl": found["Environment"]["Variables"].get("HEARTBEAT_URL", "")}

    def _store(self) -> ParameterStore:
        names = {name: rule.kept_as for name, rule in self._place.rules.items() if rule.kept_as}
        return ParameterStore(self._client("ssm"), self._place.stack, names)

    def _left_queues(self) -> LeftQueues:
        return LeftQueues(self._client("sqs"), self._place.stack)


def _reason(error: BotoCoreError | ClientError) -> str:
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", "refused"))
    return type(error).__name__
