#!/usr/bin/env bash
# Packs a built target into dist/: the binary, the licence, completions and the manual page.
# The same input gives the same bytes: names are sorted, and times and owners are left out.
set -euo pipefail

target=${1:?usage: ci/package.sh TARGET}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
name=breakeven-$version-$target
built=target/$target/release/breakeven
[ -e "$built.exe" ] && built=$built.exe

rm -rf "dist/$name"
mkdir -p "dist/$name/completions"
cp "$built" LICENSE README.md CHANGELOG.md "dist/$name/"
for shell in bash zsh fish powershell elvish; do
  "$built" completions "$shell" >"dist/$name/completions/breakeven.$shell"
done
"$built" man >"dist/$name/breakeven.1"

reproducible=()
if tar --version | grep -q GNU; then
  reproducible=(--sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner)
fi
# An empty list is unbound in bash 3.2, which macOS has.
tar ${reproducible[@]+"${reproducible[@]}"} -cf - -C dist "$name" | gzip -n -9 >"dist/$name.tar.gz"
rm -r "dist/$name"
ls -l "dist/$name.tar.gz"
