"""Which routes a scope may call, as the IAM policy that a Lambda authorizer answers with."""

from typing import Any

from pawpop_monitoring.http.tokens import GRANTS, Scope

ROUTES: dict[Scope, str] = {
    Scope.ADMIN: "*/api/monitoring/*",
    Scope.READ: "GET/api/monitoring/*",
    Scope.TRACK: "POST/api/monitoring/track/*",
}
"""Method and path of the routes that a scope may call; a new route needs no word here."""


def policy_of(scope: Scope, method_arn: str, token_mark: str, name: str = "") -> dict[str, Any]:
    """Allow all routes of `scope` at once: API Gateway caches the answer per token, not per route.

    `name` is whose token it is; `token_mark` goes along to the function, which writes down who changed what.
    """
    stage_arn = "/".join(method_arn.split("/")[:2])
    routes = [ROUTES[granted] for granted in sorted(GRANTS[scope])]
    return {
        "principalId": name or scope.value,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "execute-api:Invoke",
                    "Effect": "Allow",
                    "Resource": [f"{stage_arn}/{route}" for route in routes],
                }
            ],
        },
        "context": {"scope": scope.value, "token": token_mark},
    }
