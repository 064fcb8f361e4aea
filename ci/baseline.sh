#!/usr/bin/env bash
# Finds the report of the last run on the base branch and writes it to a file: the newest artifact
# of that name from this repository itself. An artifact of a fork is never taken: whoever opens a
# pull request could choose what theirs is compared with.
# Needs `gh` or `curl`, `jq` and `unzip`, and a token that may read actions.
set -euo pipefail

repository=${GITHUB_REPOSITORY:?}
branch=${BREAKEVEN_BASE:-${GITHUB_BASE_REF:-${GITHUB_REF_NAME:-}}}
name=${BREAKEVEN_ARTIFACT:-breakeven-report}
file=${BREAKEVEN_BASELINE_FILE:-breakeven-baseline.json}
api=${GITHUB_API_URL:-https://api.github.com}

say() { echo "breakeven: $*" >&2; }

get() {
  if command -v gh >/dev/null; then
    gh api "$1"
  else
    curl --fail --silent --show-error --location \
      -H "Authorization: Bearer ${GH_TOKEN:?}" -H 'Accept: application/vnd.github+json' "$api/$1"
  fi
}

id=
# The newest first; feature branches have theirs among them.
for page in 1 2 3 4 5; do
  list=$(get "repos/$repository/actions/artifacts?name=$name&per_page=100&page=$page")
  id=$(jq -r --arg branch "$branch" '
    [.artifacts[]
     | select(.expired | not)
     | select(.workflow_run.head_branch == $branch)
     | select(.workflow_run.head_repository_id == .workflow_run.repository_id)]
    | sort_by(.created_at) | last | .id // empty' <<<"$list")
  if [ -n "$id" ] || [ "$(jq '.artifacts | length' <<<"$list")" -lt 100 ]; then break; fi
done
if [ -z "$id" ]; then
  say "no report of the branch \`$branch\` yet; nothing is compared"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
get "repos/$repository/actions/artifacts/$id/zip" >"$folder/report.zip"
# One file, by name, and to stdout: nothing in the archive decides where something is written.
report=$(unzip -Z1 "$folder/report.zip" | grep '\.json$' | head -1)
unzip -p "$folder/report.zip" "$report" >"$file"
say "comparing with artifact $id of the branch \`$branch\`"
if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "file=$file" >>"$GITHUB_OUTPUT"; fi
