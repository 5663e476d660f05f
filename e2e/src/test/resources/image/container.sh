#!/usr/bin/env bash
# Runs a program in a root file system as a restricted Pod does: container.sh ROOT WHERE=FILE... -- PROGRAM ARGUMENT...
# as 65532:65532, on a read-only root, without capabilities and new privileges. Each FILE or folder
# is to be seen, read-only, at WHERE; WHERE=tmpfs is an empty folder in memory to write to. What the
# caller has in its environment, the program has, and nothing else from outside but the network.
set -euo pipefail
if [ "${inside:-}" != yes ]; then
  # who isn't root is 65532 in a user namespace of its own
  [ "$(id -u)" = 0 ] && user=() || user=(--user --map-user=65532 --map-group=65532 --keep-caps)
  inside=yes exec unshare "${user[@]}" --mount --propagation private "$0" "$@"
fi
unset inside
root=$1
shift

at() { # WHERE FILE: what a container runtime does for a mount point that an image lacks
  if [ -d "$2" ]; then mkdir -p "$root$1"; else
    mkdir -p "$(dirname "$root$1")"
    [ -e "$root$1" ] || : > "$root$1"
  fi
}

mount --bind "$root" "$root"
at /proc /proc
mount --rbind /proc "$root/proc"
# where a JVM finds its limits
at /sys/fs/cgroup /sys/fs/cgroup
mount --rbind /sys/fs/cgroup "$root/sys/fs/cgroup"
for device in null zero random urandom; do
  at "/dev/$device" /dev/null
  mount --bind "/dev/$device" "$root/dev/$device"
done
for file in /etc/hosts /etc/resolv.conf; do
  at "$file" "$file"
  mount --bind "$file" "$root$file"
done
while [ "$1" != -- ]; do
  where=${1%%=*} file=${1#*=}
  shift
  if [ "$file" = tmpfs ]; then
    mkdir -p "$root$where"
    mount -t tmpfs -o size=16m,mode=1777 tmpfs "$root$where"
  else
    at "$where" "$file"
    mount --bind "$file" "$root$where"
    mount -o remount,bind,ro "$root$where"
  fi
done
shift
mount -o remount,bind,ro "$root"

cd "$root"
if [ "$(id -u)" = 0 ]; then
  exec setpriv --no-new-privs --bounding-set=-all,+sys_chroot,+setuid,+setgid \
    chroot --userspec=65532:65532 --groups= "$root" "$@"
fi
# a further namespace has the right to chroot, and loses it when the program starts
exec setpriv --no-new-privs \
  unshare --user --map-user=65532 --map-group=65532 --root="$root" --wd=/ "$@"
