"""What the status of a stack means for whoever wants to deploy to it, and why a deployment failed."""

from collections.abc import Iterable, Mapping
from typing import Any

from deploy.errors import DeployError

NEVER_MADE = frozenset({"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "REVIEW_IN_PROGRESS", "CREATE_FAILED"})
"""A first deployment failed; it can only be deleted, and made anew."""
_FOLLOWS = ("cancelled", "canceled", "The following resource(s) failed")


def refuse(stack: str, status: str) -> None:
    """DeployError if nothing can be deployed now."""
    if status == "UPDATE_ROLLBACK_FAILED":
        raise DeployError(
            f"The stack {stack} is stuck (UPDATE_ROLLBACK_FAILED). Run"
            f" 'aws cloudformation continue-update-rollback --stack-name {stack}', then this again."
        )
    if status == "DELETE_FAILED":
        raise DeployError(f"The stack {stack} could not be deleted; see why in the AWS console, then run this again.")
    if status.endswith("_IN_PROGRESS") and status not in NEVER_MADE:
        raise DeployError(f"The stack {stack} is being changed ({status}). Run this again in a few minutes.")


def first_reason(events: Iterable[Mapping[str, Any]]) -> str:
    """Why a deployment failed, by its events from new to old; empty if they do not say."""
    reason = ""
    for event in events:
        status, said = event.get("ResourceStatus", ""), event.get("ResourceStatusReason", "")
        if said in {"User Initiated", "Transformation succeeded"} and event.get("PhysicalResourceId") == event.get(
            "StackId"
        ):
            break
        if status.endswith("_FAILED") and said and not any(words in said for words in _FOLLOWS):
            reason = f"{event.get('LogicalResourceId')}: {said}"
    return reason
