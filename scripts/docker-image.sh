#!/usr/bin/env bash
# Builds an image with the layout of apache/kafka (jars in /opt/kafka/libs, java on the PATH) without any registry.
#   scripts/docker-image.sh TAG JARS-FOLDER
set -euo pipefail
tag=$1
jars=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The mirror that this machine's apt uses; debootstrap's own default where none is found.
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -v security | head -n 1 || true)
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
case "$(. /etc/os-release && echo "$ID")" in debian) ;; *) suite=bookworm; mirror=http://deb.debian.org/debian ;; esac
java=openjdk-17-jre-headless

debootstrap --variant=minbase --include="$java" "$suite" "$work/root" ${mirror:+"$mirror"} >"$work/debootstrap.log" 2>&1 \
  || { tail -n 20 "$work/debootstrap.log" >&2; exit 1; }
mkdir -p "$work/root/opt/kafka/libs"
cp "$jars"/*.jar "$work/root/opt/kafka/libs/"
tar -C "$work/root" -c . | docker import - "$tag" >/dev/null
echo "$tag"
