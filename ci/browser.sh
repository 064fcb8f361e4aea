#!/usr/bin/env bash
# The page of `breakeven report` in a real browser. Installs Debian's chromium when root and absent;
# where there is none, that is said and nothing fails.
set -euo pipefail
cd "$(dirname "$0")/.."

has_browser() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

if ! has_browser >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  {
    timeout 120 apt-get update &&
      timeout 300 apt-get install -y --no-install-recommends chromium fonts-dejavu-core
  } </dev/null >/dev/null 2>&1 || true
fi
if ! has_browser >/dev/null; then
  echo "skipped: the tests of the page in a browser; no chromium is there or could be installed"
  exit 0
fi

axe=target/axe/node_modules/axe-core/axe.min.js
if [ ! -f "$axe" ] && command -v npm >/dev/null; then
  timeout 60 npm install --silent --no-save --prefix target/axe axe-core@4 </dev/null >/dev/null 2>&1 || true
fi
if [ -f "$axe" ]; then
  export AXE="$PWD/$axe"
else
  echo "skipped: axe-core; it is not there and could not be fetched"
fi
timeout 900 cargo test --locked --test tests -- --ignored chart::browser
