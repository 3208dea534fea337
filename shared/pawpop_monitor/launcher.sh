#!/bin/sh
# .venv/bin/pawpop-monitor: the command line of this checkout, from any folder.
set -eu
checkout=$(cd "$(dirname "$0")/../.." && pwd)
PYTHONPATH="$checkout/shared${PYTHONPATH:+:$PYTHONPATH}" exec "$checkout/.venv/bin/python" -m pawpop_monitor "$@"
