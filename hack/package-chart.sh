#!/usr/bin/env bash
# Packs the chart with helm, and then once more: helm writes the time of day into its archive.
#
#   SOURCE_DATE_EPOCH=… hack/package-chart.sh HELM TO     puts easyscale-VERSION.tgz into the folder TO and prints its path
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/packed" "$work/chart"
"$1" package charts/easyscale --destination "$work/packed" >&2
chart=$(basename "$work"/packed/easyscale-*.tgz)
tar --extract --file="$work/packed/$chart" --directory="$work/chart"
hack/archive.sh "$2/$chart" "$work/chart" easyscale
echo "$2/$chart"
