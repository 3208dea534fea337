"""`python -m contracts`: write the generated contracts again, after a wire model has changed."""

import json
import sys
from pathlib import Path

from pawpop_monitoring.http.openapi import build_document

OPENAPI_FILE = Path(__file__).parent / "openapi.json"


def openapi_text() -> str:
    """The OpenAPI document as it is committed."""
    return json.dumps(build_document(), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write all files."""
    OPENAPI_FILE.write_text(openapi_text(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
