#!/bin/sh
# Makes the folder that compose.yaml mounts as the configuration, with an operators' token of its own, and prints the
# token, which is kept nowhere. Refuses where the folder is there already.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$here/local
if [ -e "$folder" ]; then
  echo "$folder sudah ada. Hapus dahulu bila ingin token baru." >&2
  exit 1
fi
token=$(head -c 32 /dev/urandom | base64 | tr -d '\n')
if command -v sha256sum >/dev/null; then hash=sha256sum; else hash='shasum -a 256'; fi
sha256=$(printf %s "$token" | $hash | cut -d ' ' -f 1)
unfinished=$(mktemp -d "$here/local.XXXXXX")
trap 'rm -rf "$unfinished"' EXIT
sed "s/GANTI/$sha256/" "$here/jembatan.json" >"$unfinished/jembatan.json"
mkdir "$unfinished/agreements"
# Of the agreements, that of the systems this configuration has.
cp "$here/../agreements/contoh-jakarta-lampung.json" "$unfinished/agreements/"
# The container reads it as another user.
chmod -R a+rX "$unfinished"
mv "$unfinished" "$folder"
echo "Konfigurasi siap di $folder."
echo "Token petugas, tidak disimpan di mana pun: $token"
