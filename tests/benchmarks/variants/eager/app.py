"""A function with all that its first run imports, imported at its start; or one that tells what that was."""

import importlib.util
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_TELL = os.environ.get("TELL_IMPORTS_TO")

for name in json.loads(os.environ.get("IMPORT_FIRST", "[]")):
    with suppress(Exception):
        importlib.import_module(name)

_spec = importlib.util.spec_from_file_location("function_app", os.environ["FUNCTION_CODE"])
assert _spec is not None
assert _spec.loader is not None
_app = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_app)


def lambda_handler(event: Any, context: Any) -> Any:
    """The function's own."""
    try:
        return _app.lambda_handler(event, context)
    finally:
        if _TELL:
            Path(_TELL).write_text(json.dumps(list(sys.modules)))
