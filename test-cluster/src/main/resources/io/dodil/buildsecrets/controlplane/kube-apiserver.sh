#!/bin/sh
# kube-api-test runs this as kube-apiserver, and takes its end for the end of the control plane. So
# it stays while the server is stopped, and runs it again, with the same arguments, when told so. etcd
# has a socket instead of the port that kube-api-test has chosen.
here=${0%/*}
run=${here%/k8s/*}
for argument; do
  shift
  case $argument in
    http://0.0.0.0:*) argument=unix://$run/client ;;
  esac
  set -- "$@" "$argument"
done
trap '' INT HUP TERM
mkfifo "$run/start"

# Standard input ends with the JVM or with this script.
exec 3<&0 < /dev/null
{
  read -r _ <&3
  kill -9 $$ $(cat "$run/kube-apiserver.pid")
} > /dev/null 2>&1 &

while :; do
  $(command -v setsid) "$here/real/kube-apiserver" "$@" 3<&- &
  echo $! > "$run/kube-apiserver.pid"
  wait $!
  read -r _ < "$run/start"
done
