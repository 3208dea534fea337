"""All routes under /api/monitoring."""

from pawpop_monitoring.contracts.alert_requests import (
    CreateAlertRequest,
    LinkQuery,
    ListAlertsQuery,
    UpdateAlertRequest,
)
from pawpop_monitoring.contracts.alert_responses import AlertChangedResponse, ListAlertsResponse
from pawpop_monitoring.contracts.alert_story_response import GetAlertResponse
from pawpop_monitoring.contracts.dashboard_response import DashboardQuery, DashboardResponse
from pawpop_monitoring.contracts.health_response import HealthResponse, RunHealthCheckRequest, RunHealthCheckResponse
from pawpop_monitoring.contracts.outcomes import AcceptedResponse, WebhookResponse
from pawpop_monitoring.contracts.silence_requests import (
    CreateSilenceRequest,
    ListSilencesResponse,
    SilenceChangedResponse,
)
from pawpop_monitoring.contracts.tracking_requests import Batch, FalUsageRequest, StripeWebhookRequest
from pawpop_monitoring.http.openapi.operation import Answer, Operation
from pawpop_monitoring.http.tokens import Scope

_TAKEN = Answer(description="Taken; the same item again changes nothing", model=AcceptedResponse)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="get",
        path="/health",
        operation_id="getHealth",
        summary="What the last checks saw; details only for holders of a read token",
        scope=None,
        answers={
            200: Answer(description="Nothing is critical", model=HealthResponse),
            503: Answer(description="A service is critical or down", model=HealthResponse),
        },
    ),
    Operation(
        method="post",
        path="/health",
        operation_id="runHealthCheck",
        summary="Run one check, or all, now",
        scope=Scope.ADMIN,
        body=(RunHealthCheckRequest,),
        answers={200: Answer(description="What the checks saw", model=RunHealthCheckResponse)},
    ),
    Operation(
        method="get",
        path="/alerts",
        operation_id="listAlerts",
        summary="Alerts, newest first; totals count all matches, not the page",
        scope=Scope.READ,
        query=ListAlertsQuery,
        answers={200: Answer(description="One page", model=ListAlertsResponse)},
        errors=(503,),
    ),
    Operation(
        method="get",
        path="/alerts/{id}",
        operation_id="getAlert",
        summary="One alert, what happened to it, who was told, what to do; for a read token, or a mail's signed link",
        scope=None,
        query=LinkQuery,
        path_parameters={"id": "The alert's id"},
        answers={200: Answer(description="The alert as it is now", model=GetAlertResponse)},
        errors=(401, 403, 404, 503),
    ),
    Operation(
        method="post",
        path="/alerts",
        operation_id="createAlert",
        summary="Raise an alert by hand",
        scope=Scope.ADMIN,
        body=(CreateAlertRequest,),
        answers={201: Answer(description="The alert as it is now", model=AlertChangedResponse)},
        errors=(409, 503),
    ),
    Operation(
        method="patch",
        path="/alerts",
        operation_id="updateAlert",
        summary="Acknowledge, resolve or reopen an alert, or write a note on it",
        scope=Scope.ADMIN,
        body=(UpdateAlertRequest,),
        answers={200: Answer(description="The alert as it is now", model=AlertChangedResponse)},
        errors=(404, 409, 503),
    ),
    Operation(
        method="get",
        path="/silences",
        operation_id="listSilences",
        summary="Silences, the latest to start first",
        scope=Scope.READ,
        answers={200: Answer(description="All that are kept", model=ListSilencesResponse)},
        errors=(503,),
    ),
    Operation(
        method="post",
        path="/silences",
        operation_id="createSilence",
        summary="Tell nobody of some alerts for a while; they are still recorded",
        scope=Scope.ADMIN,
        body=(CreateSilenceRequest,),
        answers={201: Answer(description="The silence as it is now", model=SilenceChangedResponse)},
        errors=(503,),
    ),
    Operation(
        method="delete",
        path="/silences/{id}",
        operation_id="endSilence",
        summary="End a silence now",
        scope=Scope.ADMIN,
        path_parameters={"id": "The silence's id"},
        answers={200: Answer(description="The silence as it is now", model=SilenceChangedResponse)},
        errors=(404, 409, 503),
    ),
    Operation(
        method="get",
        path="/dashboard",
        operation_id="getDashboard",
        summary="State, history, alerts and costs at one look",
        scope=Scope.READ,
        query=DashboardQuery,
        answers={
            200: Answer(description="What is stored, or with stale: true what is known", model=DashboardResponse),
            304: Answer(description="The answer whose ETag was sent as If-None-Match still holds", media_type=""),
        },
    ),
    Operation(
        method="get",
        path="/metrics",
        operation_id="getMetrics",
        summary="The present state in Prometheus text format",
        scope=Scope.READ,
        answers={200: Answer(description="Gauges", media_type="text/plain")},
    ),
    Operation(
        method="get",
        path="/openapi.json",
        operation_id="getOpenapi",
        summary="This description",
        scope=None,
        answers={200: Answer(description="OpenAPI 3.1")},
    ),
    Operation(
        method="post",
        path="/track/fal-ai",
        operation_id="trackFalUsage",
        summary="Report one call to fal.ai, or up to a hundred; idempotent on requestId",
        scope=Scope.TRACK,
        body=(FalUsageRequest, Batch[FalUsageRequest]),
        answers={202: _TAKEN},
        errors=(503,),
    ),
    Operation(
        method="post",
        path="/track/stripe",
        operation_id="trackStripeWebhook",
        summary="Report how the shop dealt with one event of Stripe, or up to a hundred",
        scope=Scope.TRACK,
        body=(StripeWebhookRequest, Batch[StripeWebhookRequest]),
        answers={202: _TAKEN},
        errors=(503,),
    ),
    Operation(
        method="post",
        path="/webhooks/stripe",
        operation_id="receiveStripeWebhook",
        summary="Stripe's own deliveries, proven by their signature",
        scope=None,
        headers={"Stripe-Signature": "t=…,v1=… as Stripe sends it"},
        answers={200: Answer(description="Kept", model=WebhookResponse)},
        errors=(400, 413, 500, 503),
    ),
    Operation(
        method="post",
        path="/webhooks/resend",
        operation_id="receiveResendWebhook",
        summary="What Resend says became of mails, proven by its signature",
        scope=None,
        headers={
            "svix-id": "The message's id",
            "svix-timestamp": "Seconds",
            "svix-signature": "v1,… as Resend sends it",
        },
        answers={200: Answer(description="Kept", model=WebhookResponse)},
        errors=(400, 503),
    ),
)
