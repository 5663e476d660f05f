#!/usr/bin/env bash
# Builds a Go tool of the tests once and prints where it is: ./tool.sh NAME [NAME...]. Each folder
# beside this file that has a go.mod with a `tool` line, or a main.go, is one. What its go.mod, go.sum
# and sources say makes the name of the folder it is kept in: a changed pin is built anew.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=${KUBE_API_TEST_DIR:-$HOME/.kubeapitest}/tools

say() { echo "tools: $*" >&2; }

fingerprint() {
  (cd "$1" && find . -type f \( -name '*.go' -o -name 'go.*' -o -name ldflags \) -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

# With what upstream's release builds stamp into their program, where somebody looks at that.
build() {
  local source=$1 target=$2 main ldflags work
  main=$(awk '$1 == "tool" { print $2 }' "$source/go.mod")
  ldflags="-s -w $(cat "$source/ldflags" 2> /dev/null || true)"
  work=$(mktemp -d "$root/building.XXXXXX")
  say "building $(basename "$source"), once"
  (cd "$source" && CGO_ENABLED=0 go build -mod=readonly -trimpath -ldflags "$ldflags" -o "$work/" "${main:-.}") >&2
  mkdir -p "$(dirname "$target")"
  mv "$work"/* "$target"
  rmdir "$work"
  say "built $(basename "$source") in $SECONDS s"
}

mkdir -p "$root"
for name in "$@"; do
  source=$here/$name
  [ -e "$source/go.mod" ] || { say "there is no tool $name"; exit 2; }
  target=$root/$name-$(fingerprint "$source")/$name
  if [ ! -x "$target" ]; then
    command -v go > /dev/null || { say "Go is needed to build $name"; exit 1; }
    # two runs at a time would build twice, and that is all
    ! command -v flock > /dev/null || { exec 9> "$root/$name.lock"; flock 9; }
    [ -x "$target" ] || build "$source" "$target"
  fi
  echo "$target"
done
