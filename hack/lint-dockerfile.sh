#!/usr/bin/env bash
# Has hadolint look at the Dockerfile. What the file does is checked by the tests (tests/tests/image). Where hadolint cannot
# be had, because there is no pip, this is said, and once more in the file NOTICE if that is given.
#
#   hack/lint-dockerfile.sh [NOTICE]
set -euo pipefail
cd "$(dirname "$0")/.."

if ! python3 -m pip --version >/dev/null 2>&1; then
    echo "NOT CHECKED: the form of the Dockerfile. hadolint comes with python3 and pip." | tee -a "${1:-/dev/null}"
    exit
fi
"$(hack/tool.sh hadolint)" --no-color --failure-threshold style Dockerfile
