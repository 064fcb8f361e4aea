#!/usr/bin/env bash
# Writes where this program is published, OWNER/NAME on GitHub, wherever that is said. Cargo.toml is
# the one place that decides; a test compares the others with it.
set -euo pipefail

new=${1:?usage: ci/address.sh OWNER/NAME}
if ! [[ $new =~ ^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$ ]]; then
  echo "\`$new\` is no repository; expected OWNER/NAME" >&2
  exit 2
fi
old=$(sed -n 's#^repository = "https://github.com/\(.*\)"#\1#p' Cargo.toml)
for file in Cargo.toml docs/checks.md ci/gitlab.yml; do
  text=$(cat "$file" && echo .)
  text=${text//"$old"/"$new"}
  printf %s "${text%.}" >"$file"
done
