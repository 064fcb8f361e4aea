#!/usr/bin/env bash
# Puts `breakeven` on the PATH: a released binary, checked against its checksum, or else a build
# of the source of this action. A checksum that does not fit is never built around.
set -euo pipefail

version=${BREAKEVEN_VERSION:-}
source=${GITHUB_ACTION_PATH:-}
repository=${BREAKEVEN_REPOSITORY:-}
bin=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/breakeven-bin

say() { echo "breakeven: $*" >&2; }

offered() {
  if [ -n "${GITHUB_PATH:-}" ]; then echo "$1" >>"$GITHUB_PATH"; fi
  say "$("$1/breakeven" --version) in $1"
}

if [ -z "$version" ] && [ -n "$source" ]; then
  version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$source/Cargo.toml" | head -1)
fi
if [ -z "$repository" ] && [ -n "$source" ]; then
  repository=$(sed -n 's#^repository = "https://github.com/\(.*\)"#\1#p' "$source/Cargo.toml")
fi
# Nothing is taken from a repository that nobody named: an address to be filled in is none.
if ! [[ $repository =~ ^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$ ]]; then
  if [ -z "$source" ]; then
    say "BREAKEVEN_REPOSITORY is \`$repository\`; expected whose releases to install, like OWNER/breakeven"
    exit 2
  fi
  repository=
fi
case "$version" in
  '' | *[!0-9A-Za-z.+-]*) say "\`$version\` is no version; expected one like 0.1.0"; exit 2 ;;
esac

# What is there already and is that version is used.
if found=$(command -v breakeven) && [ "$(breakeven --version)" = "breakeven $version" ]; then
  offered "$(dirname "$found")"
  exit 0
fi

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) target=x86_64-unknown-linux-musl ;;
  Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux-musl ;;
  Darwin-x86_64) target=x86_64-apple-darwin ;;
  Darwin-arm64) target=aarch64-apple-darwin ;;
  MINGW*-x86_64 | MSYS*-x86_64) target=x86_64-pc-windows-msvc ;;
  *) target= ;;
esac

fetch() { curl --proto '=https' --fail --silent --show-error --location --retry 2 -o "$2" "$1"; }
sum() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1; }

if [ -n "$target" ] && [ -n "$repository" ]; then
  archive=breakeven-$version-$target.tar.gz
  from=https://github.com/$repository/releases/download/v$version
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  if fetch "$from/$archive" "$folder/$archive"; then
    wanted=${BREAKEVEN_SHA256:-}
    if [ -z "$wanted" ]; then
      fetch "$from/SHA256SUMS" "$folder/SHA256SUMS"
      wanted=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$folder/SHA256SUMS")
    fi
    if [ "$(sum "$folder/$archive")" != "$wanted" ]; then
      say "$archive has another checksum than expected; it was not installed"
      exit 2
    fi
    mkdir -p "$bin"
    tar -xzf "$folder/$archive" -C "$folder"
    mv "$folder/breakeven-$version-$target/breakeven"* "$bin/"
    offered "$bin"
    exit 0
  fi
fi

# What is built has another checksum than any archive.
if [ -n "${BREAKEVEN_SHA256:-}" ]; then
  say "no released binary of $version for this machine, and a checksum is asked for; nothing was installed"
  exit 2
fi
say "no released binary of $version for this machine; building it"
if [ -n "$source" ] && [ -f "$source/Cargo.lock" ]; then
  cargo install --locked --quiet --path "$source" --root "$bin"
else
  cargo install --locked --quiet --git "https://github.com/$repository" --tag "v$version" --root "$bin"
fi
if [ "$("$bin/bin/breakeven" --version)" != "breakeven $version" ]; then
  say "the source is of $("$bin/bin/breakeven" --version), and $version is asked for"
  exit 2
fi
offered "$bin/bin"
