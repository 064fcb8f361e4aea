#!/usr/bin/env bash
# Posts the comment of a pull request, or changes the one that is there. When nothing is worth
# saying no comment is made, and an old one says so. Without the right to write, as on a pull
# request of a fork, that is told and the job goes on.
# Needs `gh` or `curl`, and `jq`.
set -euo pipefail

file=${BREAKEVEN_COMMENT:-breakeven-check.md}
repository=${GITHUB_REPOSITORY:?}
api=${GITHUB_API_URL:-https://api.github.com}
name=${BREAKEVEN_ARTIFACT:-breakeven-report}
written='<!-- breakeven check -->'
marker=$written
most=65000

say() { echo "breakeven: $*" >&2; }

# Of several checks in one repository each has a comment of its own.
case "$name" in
  breakeven-report) ;;
  *[!0-9A-Za-z._-]*) say "\`$name\` is no name; expected letters, digits, \`.\`, \`_\` and \`-\`"; exit 2 ;;
  *) marker="<!-- breakeven check $name -->" ;;
esac

number=${BREAKEVEN_PULL_REQUEST:-}
if [ -z "$number" ] && [ -n "${GITHUB_EVENT_PATH:-}" ]; then
  number=$(jq -r '.pull_request.number // empty' "$GITHUB_EVENT_PATH")
fi
case "$number" in
  '') say "no pull request; no comment"; exit 0 ;;
  *[!0-9]*) say "\`$number\` is no number of a pull request"; exit 2 ;;
esac
if [ ! -e "$file" ]; then say "no comment was written"; exit 0; fi

# METHOD PATH, with the body as JSON on stdin for all but GET.
ask() {
  if command -v gh >/dev/null; then
    if [ "$1" = GET ]; then gh api "$2"; else gh api --method "$1" "$2" --input -; fi
  else
    local body=()
    if [ "$1" != GET ]; then body=(--data-binary @-); fi
    curl --fail --silent --show-error -X "$1" ${body[@]+"${body[@]}"} \
      -H "Authorization: Bearer ${GH_TOKEN:?}" -H 'Accept: application/vnd.github+json' "$api/$2"
  fi
}

old=
for page in 1 2 3 4 5; do
  comments=$(ask GET "repos/$repository/issues/$number/comments?per_page=100&page=$page")
  # Only a comment of a program is replaced: anybody can write the marker.
  old=$(jq -r --arg marker "$marker" \
    '[.[] | select(.user.type == "Bot") | select(.body | startswith($marker))] | first | .id // empty' <<<"$comments")
  if [ -n "$old" ] || [ "$(jq length <<<"$comments")" -lt 100 ]; then break; fi
done

if [ -s "$file" ]; then
  body=$(cat "$file")
  body=${body/#"$written"/$marker}
elif [ -n "$old" ]; then
  body=$marker$'\n**breakeven: nothing changed**'
else
  say "nothing changed; no comment"
  exit 0
fi
if [ "${#body}" -gt "$most" ]; then
  body=${body:0:most}$'\n\n…the rest is in the summary of the job.'
fi

if [ -n "$old" ]; then
  request=(PATCH "repos/$repository/issues/comments/$old")
else
  request=(POST "repos/$repository/issues/$number/comments")
fi
if jq -n --arg body "$body" '{body: $body}' | ask "${request[@]}" >/dev/null; then
  say "comment ${old:+$old }written"
else
  say "the comment could not be written: the token may not write to pull requests"
fi
