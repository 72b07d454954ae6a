#!/usr/bin/env bash
# Everything about painting on a CUDA card, on a machine that has one: the build with CUDA in it, the
# pipeline's tests, every shipped style on the card beside the processor, and the figures.
# Needs Linux on x86-64 with NVIDIA's driver, CUDA 13, cuDNN 9 and ffmpeg. Usage: gpu-acceptance.sh [cuda:N]
set -euo pipefail
cd "$(dirname "$0")/../../.."
device=${1:-cuda:0}

nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader || {
  echo "There is no NVIDIA card here, or no driver for it: run this where there is one." >&2
  exit 1
}
for library in libcudart.so.13 libcublas.so.13 libcudnn.so.9; do
  ldconfig -p | grep -q "$library" || {
    echo "$library is missing: install CUDA 13 and cuDNN 9." >&2
    exit 1
  }
done

build=(./mvnw -q -B -Donnxruntime.platform=linux-x86_64-gpu -am)
report=server/pipeline/target/gpu-acceptance.txt

# The device that is demanded is the one that paints: no test of it may be skipped.
"${build[@]}" -pl server/pipeline -Dallaprima.acceptance.device="$device" verify
xml=server/pipeline/target/surefire-reports/TEST-dev.allaprima.pipeline.stylize.DeviceAcceptanceTest.xml
grep -q 'skipped="0"' "$xml" || {
  echo "Some of the acceptance was skipped: see $xml" >&2
  exit 1
}

"${build[@]}" -pl server/live -DskipTests package
touch server/live/target/allaprima-live.jar

# Painted on the card and encoded on it: as many pictures as came in.
clip=$(mktemp -d)
trap 'rm -rf "$clip"' EXIT
ffmpeg -v error -f lavfi -i testsrc2=size=1280x720:rate=30:duration=4 -pix_fmt yuv420p "$clip/in.mp4"
for codec in h264_nvenc hevc_nvenc; do
  ./allaprima stylize "$clip/in.mp4" -o "$clip/$codec.mp4" --device "$device" --codec "$codec" \
    --style "$(basename "$(dirname "$(ls models/styles/*/card.json | head -1)")")"
  count=$(ffprobe -v error -count_frames -select_streams v -show_entries stream=nb_read_frames \
    -of csv=p=0 "$clip/$codec.mp4")
  [ "${count%%,*}" = 120 ] || { echo "$codec wrote $count pictures, not 120" >&2; exit 1; }
done

{
  date --iso-8601=seconds
  nvidia-smi --query-gpu=name,driver_version --format=csv,noheader
  grep -hE '^(parity|bytes|.* ms a picture)' "$xml"
  for card in models/styles/*/card.json; do
    for more in "" --cuda-graphs; do
      ./allaprima bench --device "$device" --style "$(basename "$(dirname "$card")")" --size 1280x720 $more
    done
  done
} | tee "$report"
echo "The report is in $report"
