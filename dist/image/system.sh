#!/usr/bin/env bash
# Lays out what a JVM needs of a system: system.sh PACKAGES ROOT LICENSE, of the unpacked packages.
set -euo pipefail
packages=$1 root=$2 license=$3

rm -rf "$root"
mkdir -p "$root"/{etc,lib64,lib/x86_64-linux-gnu,tmp,usr/share/doc,usr/share/common-licenses} \
  "$root/var/lib/dpkg/status.d"

# glibc: what the JRE's libraries are linked with. Since Debian 13 it is below /usr. Debian's loader
# searches lib/x86_64-linux-gnu, never lib64, where the kernel looks for the loader itself.
glibc=$packages/libc6/lib/x86_64-linux-gnu
[ -d "$glibc" ] || glibc=$packages/libc6/usr/lib/x86_64-linux-gnu
cp "$glibc/ld-linux-x86-64.so.2" "$root/lib64/"
for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2; do
  cp "$glibc/$library" "$root/lib/x86_64-linux-gnu/"
done

# hostAliases, then DNS; without the file glibc has an order of its own
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
echo 'nonroot:x:65532:65532:nonroot:/nonexistent:/sbin/nologin' > "$root/etc/passwd"
echo 'nonroot:x:65532:' > "$root/etc/group"
cp "$packages/base-files/usr/lib/os-release" "$root/etc/os-release"

# The packages as scanners look for them in an image without dpkg, and their licences, with the
# texts that these refer to.
for control in "$packages"/*.control; do
  name=$(basename "$control" .control)
  { cat "$control"; echo "Status: install ok installed"; } > "$root/var/lib/dpkg/status.d/$name"
  mkdir "$root/usr/share/doc/$name"
  cp "$packages/$name/usr/share/doc/$name/copyright" "$root/usr/share/doc/$name/"
done
mkdir "$root/usr/share/doc/buildsecrets-operator"
cp "$license" "$root/usr/share/doc/buildsecrets-operator/"
grep -hoE '/usr/share/common-licenses/[A-Za-z0-9.-]*[A-Za-z0-9]' "$root"/usr/share/doc/*/copyright |
  sort -u | while read -r text; do
  cp "$packages/base-files$text" "$root$text"
done
