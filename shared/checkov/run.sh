#!/bin/sh
# Checks the template with checkov, in an environment of its own: what it needs does not go with what we need.
# Where it can't be installed, it says so and nothing is checked.
set -eu
cd "$(dirname "$0")/../.."
place=.local/checkov
lock=shared/checkov/requirements.txt

if ! cmp -s "$lock" "$place/installed.txt"; then
    echo "Installing checkov into $place (once) ..."
    rm -rf "$place" && mkdir -p "$place"
    # Without an index nobody waits for longer than a minute.
    export UV_HTTP_TIMEOUT=15 UV_PYTHON_DOWNLOADS=never
    uv venv -q --python "$(command -v python)" "$place/venv"
    if ! uv pip install -q --python "$place/venv/bin/python" --require-hashes -r "$lock"; then
        echo "checkov can't be installed here; the template is not checked."
        exit 0
    fi
    cp "$lock" "$place/installed.txt"
fi

# It reads neither anchors that are put into each other nor what SAM makes of them.
python -c "import sys; from samcli.yamlhelper import yaml_dump, yaml_parse; print(yaml_dump(yaml_parse(sys.stdin.read())))" \
    < template.yaml > "$place/template.yaml"
exec "$place/venv/bin/checkov" --config-file shared/checkov/checkov.yaml -f "$place/template.yaml"
