#!/usr/bin/env bash
# Writes go.mod for another Kubernetes version, with the etcd it is made for: ./gen.sh 1.36.3 && go mod tidy
set -euo pipefail
kubernetes=$1
staging=0.${kubernetes#1.}
cd "$(dirname "$0")"
upstream=$(GOFLAGS=-mod=mod go mod download -json "k8s.io/kubernetes@v$kubernetes" | sed -n 's/.*"GoMod": "\(.*\)",*/\1/p')
etcd=$(awk '$1 == "go.etcd.io/etcd/client/v3" { print $2 }' "$upstream")
{
  echo "module buildsecrets.test/kube-api"
  echo
  grep '^go ' "$upstream"
  echo
  grep '^godebug' "$upstream"
  echo
  echo "require ("
  echo "	k8s.io/kubernetes v$kubernetes"
  echo "	k8s.io/component-base v$staging"
  echo "	k8s.io/kubectl v$staging"
  echo "	k8s.io/client-go v$staging"
  echo "	go.etcd.io/etcd/server/v3 $etcd"
  echo ")"
  echo
  echo "replace ("
  grep -o 'k8s.io/[a-z0-9-]* => ./staging' "$upstream" |
    awk -v v="$staging" '{print "\t" $1 " => " $1 " v" v}'
  echo ")"
} > go.mod.new
mv go.mod.new go.mod
