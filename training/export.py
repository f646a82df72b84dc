"""Make a model folder of a checkpoint: `python -m training.export CHECKPOINT OUT --weights … --settings …`.

The encoder and its tagger go into one ONNX graph, fused and quantised to INT8 (dynamic; the legacy exporter,
because onnxruntime does not fuse the new one's attention). The small heads stay fp32 in ``heads.npz``.
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
import torch
from torch import Tensor, nn

from reportedly.annotate.encoder.model import FILES, FORMAT, MANIFEST
from reportedly.annotate.heads.claims import Settings
from reportedly.annotate.heads.layers import LAYERS
from training.network import Reader


class _Flat(nn.Module):
    """What is exported: states and the tagger's logits, flat."""

    def __init__(self, network: Reader) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        states = self.network.encode(ids, mask)
        return states, self.network.tagger(states)


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
        plain, fused = Path(folder) / "plain.onnx", Path(folder) / "fused.onnx"
        ids = torch.ones(1, 16, dtype=torch.long)
        torch.onnx.export(
            _Flat(network),
            (ids, torch.ones_like(ids)),
            str(plain),
            input_names=["ids", "mask"],
            output_names=["states", "tags"],
            dynamic_axes={name: {0: "windows", 1: "pieces"} for name in ("ids", "mask", "states", "tags")},
            opset_version=17,
            dynamo=False,
        )
        _fuse(plain, fused, network)
        if quantise:
            _quantise(fused, out / "encoder.onnx")
        else:
            shutil.copy(fused, out / "encoder.onnx")
    np.savez(out / "heads.npz", **network.heads())  # type: ignore[arg-type]
    shutil.copy(vocabulary, out / "vocab.txt")
    sums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    manifest = {"format": FORMAT, "settings": asdict(settings), "layers": list(LAYERS), "files": sums}
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def _fuse(plain: Path, fused: Path, network: Reader) -> None:
    from onnxruntime.transformers import optimizer

    config = network.encoder.config
    made = optimizer.optimize_model(
        str(plain), model_type="bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size
    )
    made.save_model_to_file(str(fused))


def _quantise(fused: Path, out: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(fused),
        str(out),
        weight_type=QuantType.QInt8,
        # Seven bits: products of eight saturate on processors without VNNI, and all must read alike.
        reduce_range=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


if __name__ == "__main__":
    raise SystemExit(main())
