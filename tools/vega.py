"""Write the Vega bundle that vl-convert carries to where chart pages load it from.

    python tools/vega.py            write it where it is missing or another
    python tools/vega.py --check    only say whether it is there; exit status 1 if not

It is the very Vega, Vega-Lite and vega-embed that draw the charts of documents, so page and PDF
cannot drift apart; nothing is downloaded. Bundling takes some ten seconds, once.
"""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/moodtracker/core/static/vendor/vega/vega.js"
# Of what vl-convert-python 1.9.0 bundles: Vega 6.2.0, Vega-Lite 6.4, vega-embed 7.0.2.
SHA256 = "3425bd951a44d478d0505c6b5d1e8d57656b6e9a4da7bfe88a718ce61d76e572"


def is_there() -> bool:
    return TARGET.is_file() and hashlib.sha256(TARGET.read_bytes()).hexdigest() == SHA256


def write() -> None:
    import vl_convert

    data = vl_convert.javascript_bundle().encode()
    came = hashlib.sha256(data).hexdigest()
    if came != SHA256:
        raise SystemExit(
            f"tools/vega.py: vl-convert's bundle must have the SHA-256 {SHA256}; got {came}."
        )
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    part = TARGET.with_name(f"{TARGET.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(TARGET)


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        print("The Vega bundle is there." if is_there() else str(TARGET.relative_to(ROOT)))
        return 0 if is_there() else 1
    if arguments:
        print(f"tools/vega.py takes --check or nothing; got {arguments}.", file=sys.stderr)
        return 2
    if not is_there():
        write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
