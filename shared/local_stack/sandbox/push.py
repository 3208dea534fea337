"""A push service and one phone behind it: it checks the sender's signature, and reads what was encrypted for it.

`/push/messages` shows what the phone shows, `GET /push/subscription` what its browser would have handed to the page.
A subscription whose path ends in `gone` is over.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from local_stack.sandbox.channel_provider import ChannelProvider
from local_stack.sandbox.kept import Kept
from local_stack.sandbox.wire import Json, Pause, Request, Response

MOST_BYTES = 4096
DAY_SECONDS = 86_400
KEY = base64.urlsafe_b64encode(hashlib.sha256(b"sandbox of PawPop Monitoring").digest()).rstrip(b"=").decode()
"""The private key that the local stack's ChannelPush holds."""
_AUTH = hashlib.sha256(b"auth of the phone").digest()[:16]
_VAPID = re.compile(r"vapid t=([\w-]+\.[\w-]+)\.([\w-]+), ?k=([\w-]+)")
_URGENCIES = ("very-low", "low", "normal", "high")


def fault_body(status: int) -> Json:
    """What a push service says beside this status."""
    return {"errno": status, "message": "Injected by the sandbox."}


class Push:
    """The service, and the phone's keys."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept = Kept("messages")
        self._phone = ec.derive_private_key(int.from_bytes(hashlib.sha256(b"phone").digest()), ec.SECP256R1())

    def control(self, request: Request) -> Response | None:
        """What the phone shows, and its subscription, whose `endpoint` has no host."""
        if request.route == "GET /subscription":
            keys = {"p256dh": _packed(_point(self._phone.public_key())), "auth": _packed(_AUTH)}
            return Response(200, {"endpoint": "/push/send/phone", "keys": keys})
        return self._kept.control(request)

    def __call__(self, request: Request, pause: Pause) -> Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        try:
            shown = json.loads(self._read(request.body))
        except (ValueError, InvalidTag):
            return _no(400, "The phone can't read it")
        told = {name: request.headers[name] for name in ("ttl", "urgency", "topic") if name in request.headers}
        self._kept.add("messages", {**shown, **told, "subscription": request.path.removeprefix("/send/")})
        pause()
        return Response(201, None, {"Location": f"/push/message/{len(self._kept.all('messages'))}"})

    def _refusal(self, request: Request) -> Response | None:
        if request.method != "POST" or not request.path.startswith("/send/"):
            return _no(404, "No such subscription")
        if request.path.endswith("gone"):
            return _no(410, "The subscription is over")
        if (problem := self._sender(request.headers.get("authorization", ""))) is not None:
            return _no(403, problem)
        if (problem := _headers(request)) is not None:
            return _no(400, problem)
        return _no(413, "Payload too large") if len(request.body) > MOST_BYTES else None

    def _sender(self, header: str) -> str | None:
        found = _VAPID.fullmatch(header)
        if found is None:
            return "No VAPID"
        signed, signature, key = found.groups()
        wanted = _packed(_point(ec.derive_private_key(int.from_bytes(_unpacked(KEY)), ec.SECP256R1()).public_key()))
        if key != wanted:
            return "Another key than that of the subscription"
        both = _unpacked(signature)
        der = utils.encode_dss_signature(int.from_bytes(both[:32]), int.from_bytes(both[32:]))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _unpacked(key))
        try:
            public.verify(der, signed.encode(), ec.ECDSA(SHA256()))
        except InvalidSignature:
            return "A signature that is not of this key"
        return self._claims(json.loads(_unpacked(signed.partition(".")[2])))

    def _claims(self, claims: Any) -> str | None:
        left = claims["exp"] - self._now().timestamp()
        if not 0 < left <= DAY_SECONDS:
            return "exp must be within a day"
        return None if str(claims.get("sub", "")).startswith(("mailto:", "https:")) else "sub must be an address"

    def _read(self, body: bytes) -> bytes:
        salt, length = body[:16], body[20]
        sender, record = body[21 : 21 + length], body[21 + length :]
        shared = self._phone.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        info = b"WebPush: info\x00" + _point(self._phone.public_key()) + sender
        key = _derived(_AUTH, shared, info, 32)
        secret = _derived(salt, key, b"Content-Encoding: aes128gcm\x00", 16)
        plain = AESGCM(secret).decrypt(_derived(salt, key, b"Content-Encoding: nonce\x00", 12), record, None)
        return plain.rstrip(b"\x00").removesuffix(b"\x02")


def _headers(request: Request) -> str | None:
    if request.headers.get("content-encoding") != "aes128gcm":
        return "Content-Encoding must be aes128gcm"
    if not request.headers.get("ttl", "").isdecimal():
        return "TTL is missing"
    if request.headers.get("urgency", "normal") not in _URGENCIES:
        return "Urgency is unknown"
    return None if re.fullmatch(r"[\w-]{1,32}", request.headers.get("topic", "x")) else "Topic is too long"


def _derived(salt: bytes, key: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(key)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _no(status: int, message: str) -> Response:
    return Response(status, {"errno": status, "message": message})


PLAYED = ChannelProvider(name="push", make=Push, setting=lambda _url: KEY, fault_body=fault_body)
