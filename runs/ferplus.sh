#!/usr/bin/env bash
# From the two FER+ archives to the ensemble and to the light network that learns from it.
#   SIZE     ferplus (for a GPU) or ferplus-cpu (for two cores); the folder of the recipes
#   MEMBERS  which of them                       (default: all there are but compact and light)
#   FERPLUS  folder with FER2013Train.zip and FER2013Valid.zip   (default: ../shared/data/ferplus)
#   OUT      where the unpacked faces and the runs are kept      (default: out)
# A run that was stopped goes on where it was; one that is done is left alone. On a CPU the torch
# backend is the fastest (pip install torch); KERAS_BACKEND=jax trains the same recipes on a GPU.
set -euo pipefail
cd "$(dirname "$0")/.."

SIZE=${SIZE:-ferplus}
FERPLUS=${FERPLUS:-../shared/data/ferplus}
OUT=${OUT:-out}
BIN=${BIN:-.venv/bin}
VERSION=${VERSION:-$(date +%Y.%m.%d)}
BUNDLES=${BUNDLES:-src/moodtracker/vision/bundles}
MEMBERS=${MEMBERS:-$(cd "runs/$SIZE" && ls -- *.toml | grep -v -e '^compact' -e '^light' | sed 's/\.toml$//' | tr '\n' ' ')}
RUNS=$OUT/$SIZE

mkdir -p "$OUT/ferplus" "$RUNS"
for split in Train Valid; do
  [ -f "$OUT/ferplus/FER2013$split/label.csv" ] ||
    "$BIN/python" -m zipfile -e "$FERPLUS/FER2013$split.zip" "$OUT/ferplus"
done
train="ferplus:$OUT/ferplus/FER2013Train"
valid="ferplus:$OUT/ferplus/FER2013Valid"

folders=()
for member in $MEMBERS compact; do
  "$BIN/moodtracker" train "runs/$SIZE/$member.toml" --data "$train" --out "$RUNS/$member"
  folders+=("$RUNS/$member")
done

# All of them teach the light network; then it votes with them.
"$BIN/moodtracker" ensemble "${folders[@]}" --data "$train" --out "$RUNS/teacher.json" --prune
"$BIN/moodtracker" train "runs/$SIZE/light.toml" --data "$train" --out "$RUNS/light" \
  --weights "$RUNS/compact" --teacher "$RUNS/teacher.json"
"$BIN/moodtracker" ensemble "${folders[@]}" "$RUNS/light" --data "$train" \
  --out "$RUNS/ensemble.json" --prune --mirrored

described=(--data "$train" --score "$valid" --version "$VERSION"
  --data-name "FER2013 (Kaggle, 2013) with the votes of FER+ (Barsoum et al., 2016)"
  --data-licence "images: Database Contents License; votes: MIT" --licence Apache-2.0)
"$BIN/moodtracker" bundle "$RUNS/ensemble.json" "${described[@]}" --name ensemble \
  --recipe "runs/ferplus.sh" --weights int8 --out "$BUNDLES/ensemble"
"$BIN/moodtracker" bundle "$RUNS/light" "${described[@]}" --name compact \
  --recipe "runs/$SIZE/light.toml" --out "$BUNDLES/compact"
"$BIN/moodtracker" report --data "$valid" --model "$BUNDLES/ensemble" --run "$RUNS/compact" \
  --out "$OUT/report"
