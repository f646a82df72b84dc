"""A model folder is checked before it is read: what is missing, changed or of another version is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from reportedly.annotate.encoder.model import FILES, FORMAT, load_model, read_manifest
from reportedly.annotate.heads.layers import LAYERS
from reportedly.errors import ModelError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_bytes(name.encode())
    sums = {name: hashlib.sha256(name.encode()).hexdigest() for name in FILES}
    told = {"format": FORMAT, "settings": {"at_least": 0.4}, "layers": list(LAYERS), "files": sums}
    (tmp_path / "manifest.json").write_text(json.dumps(told), "utf-8")
    return tmp_path


def changed(folder: Path, **fields: object) -> Path:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **fields}), "utf-8")
    return folder


def test_the_manifest_is_read(folder: Path) -> None:
    found = read_manifest(folder)
    assert (found.settings.at_least, set(found.files)) == (0.4, set(FILES))
    assert found.digest == hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()


@pytest.mark.parametrize("name", FILES)
def test_a_changed_or_missing_file_is_refused_by_name(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"poison")
    with pytest.raises(ModelError, match=f"{name}: is not the file that the manifest names"):
        load_model(folder)
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"{name}: cannot be read"):
        load_model(folder)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"format": FORMAT + 1}, "another version"),
        ({"layers": ["actor"]}, "another version"),
        ({"files": {"vocab.txt": "0"}}, "names no encoder.onnx, heads.npz"),
        ({"settings": {"at_least": "much"}}, "is no manifest"),
        ({"settings": {"unknown": 1}}, "is no manifest"),
        ({"files": None}, "is no manifest"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(folder: Path, fields: dict[str, object], told: str) -> None:
    with pytest.raises(ModelError, match=told):
        read_manifest(changed(folder, **fields))


def test_no_manifest_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"E7: .*manifest\.json: cannot be read"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="is no manifest of a model"):
        read_manifest(tmp_path)
