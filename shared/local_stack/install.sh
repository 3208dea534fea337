#!/bin/sh
# Makes .venv from requirements-dev.txt, every file checked against its hash. Needs a Python 3.13, nothing else.
set -eu
cd "$(dirname "$0")/../.."

is_python_313() {
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null
}

find_python() {
    for candidate in python3.13 python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python3.13 /usr/local/bin/python3.13; do
        if is_python_313 "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.13 was not found. Install it (for example 'pyenv install 3.13') so that 'python3.13' works, then run 'make install' again." >&2
    return 1
}

make_venv() {
    "$1" -m venv --clear .venv >.local/logs/install.log 2>&1 && return
    echo "'$1 -m venv' failed:" >&2
    tail -n 5 .local/logs/install.log >&2
    echo "On Debian or Ubuntu install the package 'python3.13-venv', or use a Python 3.13 from pyenv, then run 'make install' again." >&2
    return 1
}

# uv is itself one of the pinned requirements, so pip fetches it under the same hash check.
bootstrap_uv() {
    sed -n '/^uv==/,/[^\\]$/p' requirements-dev.txt >.local/requirements-uv.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .local/requirements-uv.txt
}

mkdir -p .local/logs
python="$(find_python)"
is_python_313 .venv/bin/python || make_venv "$python"
[ -x .venv/bin/uv ] || bootstrap_uv
UV_PYTHON_DOWNLOADS=never VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip sync --quiet --require-hashes requirements-dev.txt
install -m 755 shared/pawpop_monitor/launcher.sh .venv/bin/pawpop-monitor
touch .venv/.installed
