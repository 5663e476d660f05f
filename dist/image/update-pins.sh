#!/usr/bin/env bash
# Pins the newest Debian packages of the image's base: update-pins.sh [LOCK]
# The package lists are fetched anew, into a folder of our own: no root, no stale answer.
set -euo pipefail
lock=${1:-$(dirname "$0")/debian.lock}
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
mkdir -p "$lists/lists/partial" "$lists/cache/archives/partial"

release=$(. /etc/os-release && echo "$ID $VERSION_ID")
[ "${release% *}" = debian ] || {
  echo "The packages come from the archives that apt uses here, and $release is not Debian" >&2
  exit 1
}

apt() {
  local command=$1
  shift
  "$command" -o Dir::State::lists="$lists/lists" -o Dir::Cache="$lists/cache" \
    -o APT::Sandbox::User="$(id -un)" "$@"
}

pin() { # package
  apt apt-cache show --no-all-versions "$1" | awk -v package="$1" '
    { field[$1] = $2 }
    END {
      if (!("SHA256:" in field)) { print "no archive has " package > "/dev/stderr"; exit 1 }
      print package, field["Version:"], field["SHA256:"], field["Filename:"]
    }'
}

apt apt-get update -qq
{
  echo "# The base of the image: packages of Debian ${release#* }, written by update-pins.sh."
  echo "# package version sha256 path-in-the-archive"
  pin base-files
  pin ca-certificates
  pin libc6
} > "$lists/lock"
if cmp --silent "$lists/lock" "$lock"; then
  echo "$lock is up to date"
else
  cp "$lists/lock" "$lock"
  echo "$lock has changed"
fi
