"""Which failed requests are the customer's doing rather than fal.ai's.

fal.ai itself counts these apart (`user_error_count`): it did its work, and refused a picture or a text. What
is stored of a failure is the text that the shop reported, so the text decides:

- status 422, by which fal.ai refuses an input, where it stands as a status ("422 …", "HTTP 422", "status: 422");
- the types of its model errors on content and pictures, and the plain words for them.

Everything else counts as a failure: 5xx, time-outs, 401, 402, 403 (a locked account), 429, a missing text. So
does `file_download_error`: the picture is in our own storage, and a customer can't help it if that is down.
"""

_ALTERNATIVES = (
    r"(^|http|status|code|error)[^a-z0-9]*422([^0-9]|$)",
    r"unprocessable",
    r"validation_?error",
    r"content[ _-](policy|checker|moderation)",
    r"safety[ _-](checker|filter)",
    r"nsfw",
    r"(image|file)[ _]too[ _](small|large)",
    r"image[ _]load[ _]error",
    r"unsupported[ _](image|file)",
    r"face[ _]detection[ _]error",
)

USER_ERROR_PATTERN = "|".join(_ALTERNATIVES)
"""Matched anywhere, whatever the case; means the same to Postgres (`~*`) and to Python's `re`."""
