#!/usr/bin/env bash
# Paints the README's moving picture: make.sh CLIP FROM, three seconds of a clip in four styles.
# The one there is of "Big Buck Bunny" (Blender Foundation, CC BY 3.0). Needs ffmpeg with libwebp.
set -euo pipefail
[ $# -eq 2 ] || { sed -n 2,3p "$0" >&2; exit 2; }
here="$(cd "$(dirname "$0")" && pwd)"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
inputs=()
for style in starry-night great-wave composition-vii udnie; do
    "$here/../../allaprima" stylize "$1" -o "$folder/$style.mp4" --style "$style" \
        --from "$2" --to "$(awk "BEGIN { print $2 + 3 }")" --size 480x270 --fps 12
    inputs+=(-i "$folder/$style.mp4")
done
ffmpeg -v error -y "${inputs[@]}" -filter_complex \
    "[0][1]hstack[a];[2][3]hstack[b];[a][b]vstack" \
    -an -loop 0 -c:v libwebp_anim -quality 60 "$here/four.webp"
