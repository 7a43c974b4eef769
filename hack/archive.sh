#!/usr/bin/env bash
# Packs a folder so that the same files give the same bytes: sorted, with one time (SOURCE_DATE_EPOCH), of nobody, with the
# same rights everywhere, and no time in the compression.
#
#   hack/archive.sh TO.tar.gz FROM NAME     packs FROM/NAME as NAME
set -euo pipefail

export LC_ALL=C TZ=UTC
tar --create --sort=name --format=ustar --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
    --mode=u=rwX,go=rX --directory="$2" "$3" | gzip --no-name --best >"$1"
