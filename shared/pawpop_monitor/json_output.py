"""What scripts read in place of a table: the API's own answer."""

import json
from argparse import Namespace
from typing import Any


def print_json(answer: dict[str, Any], options: Namespace) -> bool:
    """Print `answer` if --json asks for it; True if it did."""
    if options.json:
        print(json.dumps(answer, indent=2, ensure_ascii=False))
    return bool(options.json)
