#!/bin/sh
# kube-api-test runs this as `etcd -data-dir DIR -wal-dir DIR ...`: on sockets of a folder that only
# its user may enter instead of ports, since etcd asks nobody for a login; without waiting for the
# disk, and gone when the JVM is.
here=${0%/*}
run=${here%/k8s/*}
data=$2
wal=$4

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
# data and sockets go where everything else of this control plane is: the last of two flags counts.
# The socket for peers, of which there are none, has to look like host:port and is made in this folder.
cd "$run"
exec $(command -v setsid) "$here/real/etcd" "$@" --data-dir "$run/etcd" --wal-dir "$run/wal" \
  --listen-client-urls "unix://$run/client" --listen-peer-urls unix://peer:0 \
  --unsafe-no-fsync --log-level error 3<&-
