#!/usr/bin/env bash
# One run of the checks in CI: a report, a comment, annotations and the step summary.
# Needs `breakeven` on the PATH. Ends with its exit code: 0 passed, 1 failed, 2 could not judge.
# A baseline that is named must be there: a typing error would switch off every limit on a change.
set -u

args=(check
  --config "${BREAKEVEN_CONFIG:-breakeven.toml}"
  --output "json=${BREAKEVEN_REPORT:-breakeven-check.json}"
  --output "markdown=${BREAKEVEN_COMMENT:-breakeven-check.md}"
  --github)
if [ -n "${BREAKEVEN_BASELINE:-}" ]; then
  args+=(--baseline "$BREAKEVEN_BASELINE" --only-changes)
fi

breakeven "${args[@]}"
code=$?

if [ -n "${GITHUB_OUTPUT:-}" ]; then
  if [ "$code" -eq 0 ]; then echo "passed=true"; else echo "passed=false"; fi >>"$GITHUB_OUTPUT"
fi
exit "$code"
