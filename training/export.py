"""Make a model folder of a checkpoint: `python -m training.export CHECKPOINT OUT --weights … --settings …`.

The encoder and its tagger go into one ONNX graph, quantised to INT8 (dynamic). The small heads stay fp32 in
``heads.npz``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from reportedly.annotate.encoder.model import FILES, FORMAT, MANIFEST
from reportedly.annotate.heads.layers import LAYERS
from reportedly.annotate.heads.settings import Settings
from training.graph import onnx_of
from training.network import Reader


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the folder."""
    parser = argparse.ArgumentParser(prog="python -m training.export", description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, required=True, help="folder of the encoder it started from")
    parser.add_argument("--settings", type=Path, required=True, help="what training.calibrate wrote")
    parser.add_argument("--layers", type=int, nargs="*", help="as it was trained")
    told = parser.parse_args(arguments)
    network = Reader.pretrained(told.weights, layers=told.layers)
    network.load_state_dict(torch.load(told.checkpoint, map_location="cpu", weights_only=True)["network"])
    export(
        network.eval(),
        told.weights / "vocab.txt",
        told.out,
        Settings(**json.loads(told.settings.read_text("utf-8"))),
    )
    return 0


def export(
    network: Reader, vocabulary: Path, out: Path, settings: Settings, *, quantise: bool = True
) -> None:
    """Write the model folder of a network."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(onnx_of(network), str(whole))
        if quantise:
            _quantise(whole, out / "encoder.onnx")
        else:
            shutil.copy(whole, out / "encoder.onnx")
    np.savez(out / "heads.npz", **network.heads())  # type: ignore[arg-type]
    shutil.copy(vocabulary, out / "vocab.txt")
    sums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    manifest = {"format": FORMAT, "settings": asdict(settings), "layers": list(LAYERS), "files": sums}
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def _quantise(whole: Path, out: Path) -> None:
    quantize_dynamic(
        str(whole),
        str(out),
        weight_type=QuantType.QInt8,
        # Seven bits: products of eight saturate on processors without VNNI, and all must read alike.
        reduce_range=True,
        # One scale a column: the states are off by a fifth of what they are off with one scale a matrix.
        per_channel=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


if __name__ == "__main__":
    raise SystemExit(main())
