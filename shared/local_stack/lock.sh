#!/bin/sh
# Pins the requirements files. The layer is held to the versions that the tests run with.
set -eu
cd "$(dirname "$0")/../.."

compile() {
    UV_PYTHON_DOWNLOADS=never uv pip compile --quiet ${UPGRADE:+--upgrade} --python-version 3.13 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header "$@"
}

compile requirements-dev.in -o requirements-dev.txt
# --universal: the same file serves arm64 and x86_64 builds.
compile --universal -c requirements-dev.txt layers/dependencies/requirements.in -o layers/dependencies/requirements.txt
# For those who ask Stripe: as large as all the others together.
compile --universal -c requirements-dev.txt layers/stripe/requirements.in -o layers/stripe/requirements.txt
# Loaded by channel_notifier and manage_devices, and only where Apprise or web push is used.
compile --universal -c requirements-dev.txt layers/apprise/requirements.in -o layers/apprise/requirements.txt
compile shared/checkov/requirements.in -o shared/checkov/requirements.txt
# Asked by a benchmark alone, and only where it is wanted.
compile tests/benchmarks/forecast/oracle/requirements.in -o tests/benchmarks/forecast/oracle/requirements.txt
