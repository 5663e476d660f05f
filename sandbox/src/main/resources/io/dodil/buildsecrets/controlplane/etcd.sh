#!/bin/sh
# kube-api-test runs this as `etcd -data-dir DIR -wal-dir DIR ...`: on the loopback instead of all
# interfaces, without waiting for the disk, and gone when the JVM is.
here=${0%/*}
run=${here%/k8s/*}
data=$2
wal=$4
for argument; do
  shift
  case $argument in
    http://0.0.0.0:*) argument=http://127.0.0.1:${argument##*:} ;;
  esac
  set -- "$@" "$argument"
done

# Standard input ends with the JVM or with etcd. Who closes in order cleans up by himself.
exec 3<&0 < /dev/null
{
  trap '' INT HUP TERM
  read -r _ <&3
  kill -9 $$
  if ! [ -e "$run/closing" ]; then
    cd / && rm -rf "$data" "$wal" "$run" || { sleep 1 && rm -rf "$data" "$wal" "$run"; }
  fi
} > /dev/null 2>&1 &

# In a session of its own a Ctrl-C in the terminal reaches the JVM alone, which then stops us. Its
# data go where everything else of this control plane is: the last of two flags counts.
exec $(command -v setsid) "$here/real/etcd" "$@" --data-dir "$run/etcd" --wal-dir "$run/wal" \
  --unsafe-no-fsync --log-level error 3<&-
