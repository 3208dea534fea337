"""What becomes of the mails to an address: `PUT /resend/mailboxes/<address>` with {"state": "bounced"}."""

import json
import threading

from local_stack.sandbox.outbox import Mail
from local_stack.sandbox.wire import Request, Response

STATES = ("delivered", "bounced", "suppressed", "complained", "delivery_delayed", "sent")
USUAL = "delivered"


class Mailboxes:
    """The addresses that are not as usual, in lower case. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: dict[str, str] = {}

    def event(self, mail: Mail) -> str:
        """The last event of a mail: of several recipients, that of one who did not get it."""
        with self._lock:
            states = [self._states.get(_address(to), USUAL) for to in mail.to]
        return next((state for state in states if state != USUAL), USUAL)

    def control(self, request: Request) -> Response | None:
        """Shows, sets or forgets what becomes of mails; None for other routes."""
        collection, _, address = request.path.removeprefix("/").partition("/")
        if collection != "mailboxes":
            return None
        with self._lock:
            match request.method:
                case "GET":
                    return Response(200, dict(self._states))
                case "DELETE":
                    self._states = {known: is_ for known, is_ in self._states.items() if address and known != address}
                    return Response(204)
                case "PUT" if "@" in address:
                    return self._put(address.casefold(), request.body)
        return Response(405, {"error": "Use GET, PUT /resend/mailboxes/<address> or DELETE."})

    def _put(self, address: str, content: bytes) -> Response:
        try:
            state = json.loads(content)["state"]
        except (ValueError, TypeError, KeyError):
            state = None
        if state not in STATES:
            return Response(400, {"error": f'Give {{"state": …}}, one of {", ".join(STATES)}.'})
        self._states[address] = state
        return Response(200, {address: state})


def _address(recipient: str) -> str:
    return recipient[recipient.rfind("<") + 1 :].strip(" >").casefold()
