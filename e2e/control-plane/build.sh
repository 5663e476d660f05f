#!/usr/bin/env bash
# Builds etcd, kube-apiserver and kubectl from their Go modules, once, to where kube-api-test looks
# for them: ./build.sh [KUBERNETES_VERSION]. Binaries that are there already, whoever made them
# (setup-envtest uses the same folders), are left alone.
set -euo pipefail
module=$(cd "$(dirname "$0")" && pwd)
pinned=$(awk '$1 == "k8s.io/kubernetes" { print substr($2, 2) }' "$module/go.mod")
version=${1:-$pinned}
root=${KUBE_API_TEST_DIR:-$HOME/.kubeapitest}

say() { echo "control plane: $*"; }

case $(uname -m) in
  x86_64) arch=amd64 ;;
  aarch64 | arm64) arch=arm64 ;;
  *) arch=$(uname -m) ;;
esac
target=$root/k8s/$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$arch

complete() {
  [ -x "$target/etcd" ] && [ -x "$target/kube-apiserver" ] && [ -x "$target/kubectl" ]
}

found() {
  say "Kubernetes $version is in $target"
  exit 0
}

lock() {
  mkdir -p "$root/k8s"
  # Without flock two runs build side by side, and the first to finish wins.
  command -v flock > /dev/null || return 0
  exec 9> "$root/build.lock"
  flock -n 9 || { say "waiting for another build to end"; flock 9; }
  # Nobody builds while we hold the lock: these are of a build that was killed.
  rm -rf "$root"/building.*
}

# Module names are counted, anything else is a message of the compiler and shown.
progress() {
  local line compiled=0 downloaded=0
  while read -r line; do
    case $line in
      "go: downloading "*)
        downloaded=$((downloaded + 1))
        [ $((downloaded % 50)) -ne 0 ] || say "${SECONDS} s, $downloaded modules downloaded"
        ;;
      *" "*) echo "$line" ;;
      *)
        compiled=$((compiled + 1))
        [ $((compiled % 200)) -ne 0 ] || say "${SECONDS} s, $compiled packages compiled"
        ;;
    esac
  done
}

build() {
  local stamp=k8s.io/component-base/version minor=${version#*.}
  say "building Kubernetes $version, once: 4 to 8 minutes on two cores, 200 MB in $root" \
    "(and up to 3 GB in the caches of Go, which 'go clean -cache -modcache' frees)"
  work=$(mktemp -d "$root/building.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  cp -R "$module/go.mod" "$module/go.sum" "$module/gen.sh" "$module/cmd" "$work"
  cd "$work"
  if [ "$version" != "$pinned" ]; then
    ./gen.sh "$version"
    go mod tidy 2>&1 | progress
  fi
  mkdir bin
  CGO_ENABLED=0 go build -v -trimpath -o bin/ -ldflags "-s -w -X $stamp.gitVersion=v$version \
    -X $stamp.gitMajor=${version%%.*} -X $stamp.gitMinor=${minor%%.*}" ./cmd/... 2>&1 | progress
}

# A folder that somebody left half filled gives way; a complete one of a faster run stays.
publish() {
  complete && return 0
  rm -rf "$target"
  mv "$work/bin" "$target"
  say "built in $SECONDS s, $(du -sh "$target" | cut -f1) in $target"
}

! complete || found
command -v go > /dev/null || {
  say "Kubernetes $version is not in $target and there is no Go to build it: install Go or the" \
    "binaries (setup-envtest does), or leave the cluster tests out with -DskipITs" >&2
  exit 1
}
lock
! complete || found
build
publish
