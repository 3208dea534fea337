"""Which routes a scope may call, as the IAM policy that a Lambda authorizer answers with."""

from typing import Any

from pawpop_monitoring.http.tokens import GRANTS, Scope

ROUTES: dict[Scope, tuple[str, ...]] = {
    Scope.ADMIN: (
        "POST/api/monitoring/health",
        "POST/api/monitoring/alerts",
        "PATCH/api/monitoring/alerts",
        "POST/api/monitoring/silences",
        "DELETE/api/monitoring/silences/*",
    ),
    Scope.READ: (
        "GET/api/monitoring/alerts",
        "GET/api/monitoring/silences",
        "GET/api/monitoring/dashboard",
        "GET/api/monitoring/metrics",
    ),
    Scope.TRACK: ("POST/api/monitoring/track/*",),
}
"""Method and path of each route that needs a token, by the scope that it needs."""


def policy_of(scope: Scope, method_arn: str, token_mark: str) -> dict[str, Any]:
    """Allow all routes of `scope` at once: API Gateway caches the answer per token, not per route.

    `token_mark` goes along to the function, which writes down who changed what.
    """
    stage_arn = "/".join(method_arn.split("/")[:2])
    routes = [route for granted in sorted(GRANTS[scope]) for route in ROUTES[granted]]
    return {
        "principalId": scope.value,
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
