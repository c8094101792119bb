#!/usr/bin/env bash
# From the two FER+ archives to the light bundle that ships.
#   FERPLUS  folder with FER2013Train.zip and FER2013Valid.zip   (default: ../shared/data/ferplus)
#   OUT      where the unpacked faces and the run are kept       (default: out)
# A run that was stopped goes on where it was. On a CPU the torch backend is the fastest
# (pip install torch); KERAS_BACKEND=jax trains the same recipe on a GPU.
set -euo pipefail
cd "$(dirname "$0")/.."

FERPLUS=${FERPLUS:-../shared/data/ferplus}
OUT=${OUT:-out}
BIN=${BIN:-.venv/bin}
VERSION=${VERSION:-$(date +%Y.%m.%d)}

mkdir -p "$OUT/ferplus"
for split in Train Valid; do
  [ -f "$OUT/ferplus/FER2013$split/label.csv" ] ||
    "$BIN/python" -m zipfile -e "$FERPLUS/FER2013$split.zip" "$OUT/ferplus"
done

"$BIN/moodtracker" train runs/compact.toml \
  --data "ferplus:$OUT/ferplus/FER2013Train" --out "$OUT/runs/compact"

"$BIN/moodtracker" bundle "$OUT/runs/compact" \
  --data "ferplus:$OUT/ferplus/FER2013Train" --score "ferplus:$OUT/ferplus/FER2013Valid" \
  --mirrored --version "$VERSION" --out "${BUNDLE:-src/moodtracker/vision/bundles/compact}" \
  --data-name "FER2013 (Kaggle, 2013) with the votes of FER+ (Barsoum et al., 2016)" \
  --data-licence "images: Database Contents License; votes: MIT"

"$BIN/moodtracker" evaluate --data "ferplus:$OUT/ferplus/FER2013Valid" \
  --model "${BUNDLE:-src/moodtracker/vision/bundles/compact}"
