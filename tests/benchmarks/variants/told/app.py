"""A function that tells what its start and its first run took of the processor, and imports what it is told first."""

import importlib.util
import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

for name in json.loads(os.environ["IMPORT_FIRST"]):
    with suppress(Exception):
        importlib.import_module(name)

_spec = importlib.util.spec_from_file_location("function_app", os.environ["FUNCTION_CODE"])
assert _spec is not None
assert _spec.loader is not None
_app = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_app)

_INIT = time.process_time()


def lambda_handler(event: Any, context: Any) -> Any:
    """The function's own."""
    try:
        return _app.lambda_handler(event, context)
    finally:
        told = {"init": _INIT, "run": time.process_time() - _INIT, "modules": list(sys.modules)}
        Path(os.environ["TELL_TO"]).write_text(json.dumps(told))
