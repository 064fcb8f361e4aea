#!/usr/bin/env bash
# The way of somebody who has never seen this program, from the commands that the README prints:
# clone it, run the two commands, edit a price, see it in the answer, gate a change, read the report.
#
#   bash ci/stranger.sh [REPOSITORY]
#
# BREAKEVEN=PROGRAM takes a program that is built, and leaves the two commands out, which is said.
set -euo pipefail

from=${1:-$(cd "$(dirname "$0")/.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
begun=$SECONDS

step() { echo "== $((SECONDS - begun)) s: $*"; }
# TEXT FILE: the text is in the file.
has() {
  if ! grep -qF -- "$1" "$2"; then
    echo "expected \`$1\` in:" >&2
    cat "$2" >&2
    exit 1
  fi
}
# The commands of the first block of this kind under a heading of the README.
commands() {
  awk -v heading="## $1" -v fence="\`\`\`$2" \
    '$0 == heading {on = 1} on && $0 == fence {block = 1; next} block && /^```/ {exit} block' README.md |
    sed 's/^\$ //'
}

step "clone"
git clone --quiet "$from" "$work/breakeven"
cd "$work/breakeven"

if [ -n "${BREAKEVEN:-}" ]; then
  step "skipped: the two commands; $BREAKEVEN is used"
  program=$BREAKEVEN
else
  while IFS= read -r command; do
    step "$command"
    bash -c "$command" </dev/null >"$work/out" 2>&1 || { tail -40 "$work/out" >&2; exit 1; }
    tail -3 "$work/out"
    case "$command" in *--volume*) has "verdict: " "$work/out" ;; *test*) has "test result: ok" "$work/out" ;; esac
  done < <(commands "Two commands" sh)
  program=${CARGO_TARGET_DIR:-target}/release/breakeven
fi
mkdir "$work/bin"
cp "$program" "$work/bin/breakeven"
export PATH="$work/bin:$PATH"

step "edit a price, and see it"
while IFS= read -r command; do
  step "$command"
  bash -c "$command" >"$work/out"
  case "$command" in
    *" set "*) has '0.6' "$work/out" ;;
    *--explain*) cp "$work/out" "$work/explained" ;;
  esac
done < <(commands "Edit prices" console)
breakeven --volume 5M/day --profiles my-prices --api claude-haiku-5.5 --hardware rtx-3090 --explain >"$work/explained"
line=$(grep -n 'output_usd_per_mtok = 0.6' my-prices/api/anthropic.toml | head -1 | cut -d: -f1)
has "my-prices/api/anthropic.toml:$line" "$work/explained"
grep -F "my-prices/api/anthropic.toml:$line" "$work/explained" | head -1

step "gate a change"
mkdir "$work/own" && cd "$work/own"
awk '/^```toml/ {on = 1; next} on && /^```/ {exit} on' "$work/breakeven/README.md" >breakeven.toml
printf '\n[check.rise]\nmetric = "api.monthly_usd"\nmax_increase_usd = 5\n' >>breakeven.toml
breakeven check --format json >base.json || [ $? -eq 1 ]
has '"passed"' base.json
sed -i.old 's/5M\/day/50M\/day/' breakeven.toml
code=0
breakeven check --baseline base.json --only-changes --output json=new.json --output markdown=comment.md >checked || code=$?
if [ "$code" -ne 1 ]; then
  echo "a change that is ten times too dear ended with exit code $code; expected 1" >&2
  exit 1
fi
has "check" comment.md
sed -n 1,6p checked

step "read the report"
breakeven diff base.json new.json >why
has "workload" why
cat why
breakeven --config breakeven.toml --workload chat --format json >answer.json
has '"verdict"' answer.json
breakeven report --config breakeven.toml --workload chat -o answer.html
has "<html" answer.html
step "done"
