#!/usr/bin/env bash
# Lints what cannot be run where the tests run: YAML by yamllint, the Dockerfile by dockerfile-utils.
# That they name settings and metrics that there are is a test of the server's (DockerFilesTest).
set -euo pipefail
cd "$(dirname "$0")/.."

yamllint --strict -c docker/.yamllint.yaml \
    docker server/live/allaprima.sample.yaml server/live/src/main/resources
(cd web-client && npx --no-install dockerfile-utils lint ../docker/Dockerfile)
