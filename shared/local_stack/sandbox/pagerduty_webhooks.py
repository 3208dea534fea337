"""PagerDuty's webhooks, version 3: what happens to an incident is told to a subscription, signed.

https://developer.pagerduty.com/docs/webhooks-overview. What came over the Events API is told as well, with the
integration in the place of a person.
"""

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from local_stack.sandbox.wire import Json

_SECONDS = 5.0
"""So long PagerDuty waits for an answer."""
INTEGRATION: Json = {"id": "PINTEGR", "type": "events_api_v2_inbound_integration_reference", "summary": "Events API v2"}


class Subscription:
    """Where incidents are told, and with which secrets that is signed: several have a comma between them."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.url = ""
        self.secret = ""

    def payload(self, kind: str, incident: Json, agent: Json | None, note: str = "") -> Json:
        """One event, which happens now."""
        data: Json = {**incident, "type": "incident"}
        if kind == "annotated":
            reference = {"id": incident["id"], "type": "incident_reference", "summary": incident["title"]}
            data = {"id": f"N{uuid.uuid4().hex[:13].upper()}", "type": "incident_note", "content": note}
            data |= {"incident": reference, "trimmed": False}
        return {
            "event": {
                "id": uuid.uuid4().hex[:26].upper(),
                "event_type": f"incident.{kind}",
                "resource_type": "incident",
                "occurred_at": self._now().isoformat(timespec="milliseconds"),
                "agent": agent,
                "client": None,
                "data": data,
            }
        }

    def request(self, payload: Json) -> Json:
        """Headers and body of one attempt."""
        body = json.dumps(payload)
        signatures = signed(self.secret, body.encode())
        return {
            "headers": {"Content-Type": "application/json", **signatures, "X-Webhook-Id": str(uuid.uuid4())},
            "body": body,
        }

    def told(self, payload: Json) -> Json:
        """What came of telling it now."""
        request = self.request(payload)
        if not self.url:
            return request
        started = time.monotonic()
        status = _post(self.url, request["headers"], request["body"].encode())
        return {"status": status, "seconds": round(time.monotonic() - started, 3)}

    def tell_later(self, payload: Json) -> None:
        """In the background; nobody waits for it."""
        if self.url:
            threading.Thread(target=self.told, args=(payload,), daemon=True).start()


def signed(secret: str, body: bytes) -> dict[str, str]:
    """The header of the signature, with one for each secret."""
    digests = (hmac.new(each.encode(), body, hashlib.sha256).hexdigest() for each in secret.split(","))
    return {"X-PagerDuty-Signature": ",".join(f"v1={digest}" for digest in digests)}


def person(given: dict[str, Any]) -> Json:
    """Who does it, by the name that was given."""
    name = str(given.get("user") or "Ann Example")
    return {"id": f"P{name[:6].upper()}", "type": "user_reference", "summary": name}


def _post(url: str, headers: dict[str, str], body: bytes) -> int:
    """The status; 0 without an answer."""
    request = urllib.request.Request(url, body, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
