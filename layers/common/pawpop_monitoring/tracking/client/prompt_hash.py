"""A hash of what a model is asked, so that the prompt stays with the shop. The TypeScript client has the same."""

import json
from hashlib import sha256

_LONGEST = 100_000
"""In characters. An image inside the arguments would take long to hash in a browser; it is another one each time."""


def hash_of(prompt: object) -> str | None:
    """64 hexadecimal digits, the same for a text, or for arguments with the same names and values in any order.

    None for what is no JSON, or too long: without a hash the call is still reported.
    """
    try:
        text = prompt if isinstance(prompt, str) else _as_json(prompt)
    except (TypeError, ValueError, RecursionError):
        return None
    return None if len(text) > _LONGEST else sha256(text.encode("utf-8", "replace")).hexdigest()


def _as_json(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
