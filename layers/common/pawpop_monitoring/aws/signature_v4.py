"""AWS Signature Version 4, as far as a POST of JSON to a service's root needs it."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

_ALGORITHM = "AWS4-HMAC-SHA256"


class Credentials(NamedTuple):
    """What requests are signed with; a Lambda environment's own have a session token."""

    access_key_id: str
    secret_access_key: str
    session_token: str = ""

    @classmethod
    def of_environment(cls, environment: Mapping[str, str]) -> "Credentials":
        """Those that Lambda hands to a function."""
        return cls(
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"],
            environment.get("AWS_SESSION_TOKEN", ""),
        )


class Signer(NamedTuple):
    """Signs for one service in one region."""

    service: str
    region: str

    def headers(
        self, headers: Mapping[str, str], body: bytes, credentials: Credentials, now: datetime
    ) -> dict[str, str]:
        """`headers`, which must hold `host`, and those that authorize the request at `now` (UTC)."""
        stamp = now.strftime("%Y%m%dT%H%M%SZ")
        signed = {name.lower(): value for name, value in headers.items()} | {"x-amz-date": stamp}
        if credentials.session_token:
            signed["x-amz-security-token"] = credentials.session_token
        names = ";".join(sorted(signed))
        scope = f"{stamp[:8]}/{self.region}/{self.service}/aws4_request"
        text = "\n".join([_ALGORITHM, stamp, scope, _digest(_canonical_request(signed, names, body))])
        signature = hmac.new(self._key(credentials, stamp[:8]), text.encode(), hashlib.sha256).hexdigest()
        credential = f"{credentials.access_key_id}/{scope}"
        return signed | {
            "authorization": f"{_ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}"
        }

    def _key(self, credentials: Credentials, day: str) -> bytes:
        key = f"AWS4{credentials.secret_access_key}".encode()
        for part in (day, self.region, self.service, "aws4_request"):
            key = hmac.digest(key, part.encode(), hashlib.sha256)
        return key


def _canonical_request(headers: Mapping[str, str], names: str, body: bytes) -> bytes:
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    return "\n".join(["POST", "/", "", lines, names, _digest(body)]).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
