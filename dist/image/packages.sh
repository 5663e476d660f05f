#!/usr/bin/env bash
# Fetches, checks and unpacks the Debian packages of the image's base:
#   packages.sh LOCK INTO WHEN_GONE [FOLDER]
# Every package of LOCK ends up in INTO/NAME, its control fields in INTO/NAME.control, and the lock
# that was followed in INTO/debian.lock. A package is taken from FOLDER or from the cache when its
# checksum is there, else from the archives that this machine's apt uses. An archive drops a version
# soon after the next one is out: then WHEN_GONE decides, "fail" or "newest" (other bytes, so another
# digest of the image).
set -euo pipefail
lock=$1 into=$2 when_gone=$3 folder=${4:-}
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/buildsecrets-operator/debian
fetch=/usr/lib/apt/apt-helper

say() { echo "image: $*" >&2; }

has_checksum() { # file sha256
  echo "$2  $1" | sha256sum --check --status 2> /dev/null
}

# Prints where the package with that checksum is, from wherever it can be had.
find_package() { # sha256 path-in-the-archive
  local file archive part=$cache/$1.$$
  for file in "$cache/$1.deb" ${folder:+"$folder"/*.deb}; do
    if has_checksum "$file" "$1"; then
      echo "$file"
      return
    fi
  done
  for archive in $(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sort -u); do
    if "$fetch" -o APT::Sandbox::User="$(id -un)" download-file \
      "$archive${2//+/%2b}" "$part" "SHA256:$1" > "$into/apt.log" 2>&1; then
      mv "$part" "$cache/$1.deb"
      echo "$cache/$1.deb"
      return
    fi
  done
  return 1
}

# Writes down where each package is: NAME FILE.
find_packages() { # lock
  local name version sha256 path file
  rm -rf "$into"
  mkdir -p "$into" "$cache"
  cp "$1" "$into/debian.lock"
  while read -r name version sha256 path; do
    if ! file=$(find_package "$sha256" "$path"); then
      say "$name $version is in no archive of this machine any more, or they can't be reached"
      return 1
    fi
    echo "$name $file" >> "$into/found"
  done < <(grep -v '^#' "$1")
}

explain_and_fail() {
  say "$lock can't be followed. Take one of these ways:"
  say "  dist/image/update-pins.sh    the newest packages; look at the change and commit it"
  say "  -Dimage.packages=FOLDER          where the pinned packages are, say, of another machine's"
  say "                                   ~/.cache/buildsecrets-operator/debian"
  say "  -Dimage.base=IMAGE               a registry's image with a Java run time"
  exit 1
}

if [ "$(uname -sm)" != "Linux x86_64" ] || [ ! -x "$fetch" ]; then
  say "The base of the image is made on Debian on amd64 only. Elsewhere take that of a registry:"
  say "  -Dimage.base=IMAGE               one with a Java run time"
  exit 1
fi
stale=
if ! find_packages "$lock"; then
  [ "$when_gone" = newest ] || explain_and_fail
  stale=yes
  "$here/update-pins.sh" "$into.lock"
  find_packages "$into.lock" || explain_and_fail
fi
while read -r name file; do
  dpkg-deb --extract "$file" "$into/$name"
  dpkg-deb --field "$file" Package Version Architecture Source Homepage > "$into/$name.control"
done < "$into/found"
[ -z "$stale" ] || {
  say "************************************************************************"
  say "STALE: $lock names packages that are gone."
  say "This image is made of the newest ones instead; its digest is no release's."
  say "Run dist/image/update-pins.sh and commit the result."
  say "************************************************************************"
}
