#!/usr/bin/env bash
# Resolve requirements*.in afresh in an empty environment and write both locks (`make lock`).
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
pip() { "$work/venv/bin/pip" --disable-pip-version-check --quiet "$@"; }

pip install -r requirements.in
pip check
{
    echo "# Run-time lock, made by \`make lock\` from requirements.in. Do not edit."
    pip freeze --exclude pip --exclude setuptools | grep -v '^-'
} >"$work/run.txt"
cp "$work/run.txt" requirements.txt

pip install -r requirements-dev.in
pip check
{
    echo "# Lock of the tools on top of requirements.txt, made by \`make lock\` from requirements-dev.in. Do not edit."
    echo "-r requirements.txt"
    pip freeze --exclude pip --exclude setuptools | grep -v '^-' | grep -vxFf requirements.txt
} >"$work/dev.txt"
cp "$work/dev.txt" requirements-dev.txt
