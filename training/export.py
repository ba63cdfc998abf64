"""Writes the trained reader as the program ships it: an ONNX file with weights of eight bits, and what it knows.

python training/export.py reader.pt
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

import torch
from fit import published_model
from network import Reader
from onnxruntime.quantization import QuantType, quantize_dynamic

TARGET = Path(__file__).parents[1] / "drillplanner" / "appropriateness" / "text" / "reader" / "model"


def main() -> None:
    """Export, quantize, write."""
    saved = torch.load(sys.argv[1], weights_only=True)
    network = Reader(len(saved["rules"]))
    network.load_state_dict(saved["state"])
    network.eval()
    example = torch.ones((2, 9), dtype=torch.int64)
    dynamic = {name: {0: "texts", 1: "length"} for name in ("pieces", "is_there", "is_text")}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network,
            (example, example, example),
            str(whole),
            input_names=["pieces", "is_there", "is_text"],
            output_names=["verdict", "rules", "evidence"],
            dynamic_axes=dynamic,
            dynamo=False,
        )
        # Seven bits in the products keep processors without newer instructions from overflowing.
        quantize_dynamic(
            whole, TARGET / "reader.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    shutil.copy(published_model() / "vocab.txt", TARGET / "vocab.txt")
    known = {"rules": saved["rules"], "descriptions": saved["descriptions"]}
    (TARGET / "reader.json").write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
