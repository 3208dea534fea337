#!/bin/sh
# Forecasts by AutoETS, in an environment of its own (some 440 MB): what it needs is far too heavy for ours.
# Reads and writes JSON, see auto_ets.py. Where it can't be installed, it says so and ends with 3.
set -eu
cd "$(dirname "$0")/../../../.."
place=.local/auto_ets
here=tests/benchmarks/forecast/oracle

if ! cmp -s "$here/requirements.txt" "$place/installed.txt"; then
    echo "Installing statsforecast into $place (once) ..." >&2
    rm -rf "$place" && mkdir -p "$place"
    # Without an index nobody waits for longer than a minute.
    export UV_HTTP_TIMEOUT=15 UV_PYTHON_DOWNLOADS=never
    uv venv -q --python "$(command -v python)" "$place/venv" >&2
    if ! uv pip install -q --python "$place/venv/bin/python" --require-hashes -r "$here/requirements.txt" >&2; then
        echo "statsforecast can't be installed here." >&2
        exit 3
    fi
    cp "$here/requirements.txt" "$place/installed.txt"
fi
exec "$place/venv/bin/python" "$here/auto_ets.py"
