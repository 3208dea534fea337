"""Resend's API as far as sending a mail and asking after it go, true to its errors.

See https://resend.com/docs/api-reference.
"""

import json
import re
import uuid
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from local_stack.sandbox.idempotency import IdempotencyKeys, KeyInUseError, KeyReusedError
from local_stack.sandbox.mailboxes import Mailboxes
from local_stack.sandbox.outbox import Mail, Outbox
from local_stack.sandbox.outbox_page import render
from local_stack.sandbox.wire import Json, Pause, Request, Response

ADDRESS = re.compile(r"^(?:[^<>]*<[^<>@\s]+@[^<>@\s]+\.[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+\.[^<>@\s]+)$")
MAX_KEY_LENGTH = 256
MAX_RECIPIENTS = 50
SENDING_ONLY = "re_sending_"
"""How a key begins that may only send."""
FAULT_NAMES = {401: "missing_api_key", 403: "invalid_api_key", 429: "rate_limit_exceeded"}


class RefusedError(Exception):
    """Resend says no; carries its answer."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(message)
        self.response = Response(status, error_body(status, name, message))


def error_body(status: int, name: str, message: str) -> Json:
    return {"statusCode": status, "name": name, "message": message}


def fault_body(status: int) -> Json:
    """The body that Resend sends with this status."""
    name = FAULT_NAMES.get(
        status, "internal_server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "validation_error"
    )
    return error_body(status, name, "Injected by the sandbox.")


class Resend:
    """Accepts mails into the outbox, each idempotency key once."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._keys = IdempotencyKeys(now)
        self._mailboxes = Mailboxes()
        self.outbox = Outbox()

    def control(self, request: Request) -> Response | None:
        """The outbox itself, which no fault touches; None for Resend's own routes."""
        match request.route:
            case "GET /outbox" if request.prefers_html():
                page = render(self.outbox.mails())
                return Response(200, page, {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept"})
            case "GET /outbox":
                return Response(200, [mail.as_json() for mail in self.outbox.mails()], {"Vary": "Accept"})
            case "DELETE /outbox":
                self.outbox.empty()
                self._keys.forget()
                return Response(204)
        return self._mailboxes.control(request)

    def __call__(self, request: Request, pause: Pause) -> Response:
        try:
            return self._answer(request, pause)
        except RefusedError as refused:
            return refused.response

    def _answer(self, request: Request, pause: Pause) -> Response:
        _authenticate(request)
        match request.route:
            case "POST /emails":
                return Response(200, {"id": self._send(request, pause)})
            case "GET /domains":
                raise RefusedError(401, "restricted_api_key", "This API key is restricted to only send emails")
        if request.method == "GET" and request.path.startswith("/emails/"):
            return self._found(request)
        raise RefusedError(404, "not_found", "The requested endpoint does not exist")

    def _found(self, request: Request) -> Response:
        if SENDING_ONLY in request.headers.get("authorization", ""):
            raise RefusedError(401, "restricted_api_key", "This API key is restricted to only send emails")
        mail_id = request.path.rpartition("/")[2]
        for mail in self.outbox.mails():
            if mail.id == mail_id:
                told = {"object": "email", "id": mail.id, "to": mail.to, "from": mail.sender, "subject": mail.subject}
                return Response(200, told | {"created_at": mail.received_at, "last_event": self._mailboxes.event(mail)})
        raise RefusedError(404, "not_found", "Email not found")

    def _send(self, request: Request, pause: Pause) -> str:
        key = _idempotency_key(request)
        payload = _payload(request)
        if key is None:
            pause()
            return self._accept(payload, key)
        if (earlier := self._claim(key, payload)) is not None:
            pause()
            return earlier
        pause()
        mail_id = self._accept(payload, key)
        self._keys.finish(key, mail_id)
        return mail_id

    def _claim(self, key: str, payload: dict[str, Any]) -> str | None:
        try:
            return self._keys.begin(key, json.dumps(payload, sort_keys=True).encode())
        except KeyReusedError:
            message = "This idempotency key has been used on a request that had a different payload"
            raise RefusedError(409, "invalid_idempotent_request", message) from None
        except KeyInUseError:
            message = "Another request with the same idempotency key is still in progress"
            raise RefusedError(409, "concurrent_idempotent_requests", message) from None

    def _accept(self, payload: dict[str, Any], key: str | None) -> str:
        mail = Mail(
            id=str(uuid.uuid4()),
            to=_list(payload["to"]),
            sender=payload["from"],
            subject=payload["subject"],
            html=payload.get("html"),
            text=payload.get("text"),
            headers=payload.get("headers") or {},
            idempotency_key=key,
            received_at=self._now().isoformat(timespec="milliseconds"),
        )
        self.outbox.add(mail)
        return mail.id


def _authenticate(request: Request) -> None:
    if not request.headers.get("user-agent"):
        raise RefusedError(403, "validation_error", "error code: 1010")
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise RefusedError(401, "missing_api_key", "Missing API Key")
    if not key.startswith("re_"):
        raise RefusedError(403, "invalid_api_key", "API key is invalid")


def _idempotency_key(request: Request) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is not None and not 1 <= len(key) <= MAX_KEY_LENGTH:
        raise RefusedError(400, "invalid_idempotency_key", "The key must be between 1-256 chars")
    return key


def _payload(request: Request) -> dict[str, Any]:
    try:
        payload = json.loads(request.body)
    except ValueError:
        raise RefusedError(400, "validation_error", "The request body is not valid JSON") from None
    if not isinstance(payload, dict):
        raise RefusedError(422, "validation_error", "The request body must be an object")
    for name in ("from", "to", "subject"):
        if not payload.get(name):
            raise RefusedError(422, "missing_required_field", f"Missing `{name}` field.")
    if not payload.get("html") and not payload.get("text"):
        raise RefusedError(422, "missing_required_field", "Missing `html` or `text` field.")
    _check_addresses(payload)
    return payload


def _check_addresses(payload: dict[str, Any]) -> None:
    recipients = _list(payload["to"])
    if len(recipients) > MAX_RECIPIENTS:
        raise RefusedError(422, "validation_error", "The `to` field must not have more than 50 recipients.")
    for name, address in [("from", payload["from"]), *(("to", recipient) for recipient in recipients)]:
        if not isinstance(address, str) or not ADDRESS.match(address.strip()):
            message = f"Invalid `{name}` field. The email address needs to follow the `email@example.com` format."
            raise RefusedError(422, "invalid_from_address" if name == "from" else "validation_error", message)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
