"""Write the trained reader as the program ships it: an ONNX file with 8-bit weights, and its list of rules.

python training/export.py reader.pt

Only the weights are rounded, each row by its own scale; the network computes in full precision. Rounding the
values between layers too would be twice as fast and cost accuracy.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import numpy
import onnx
import torch
from fit import published_model
from network import Reader
from onnx import helper, numpy_helper

TARGET = Path(__file__).parents[1] / "drillplanner" / "appropriateness" / "text" / "reader" / "model"
#: Smaller tables are not rounded.
LARGE = 1000


def whole_graph(network: Reader) -> onnx.ModelProto:
    """Return the network in full precision as an ONNX graph."""
    example = torch.ones((2, 9), dtype=torch.int64)
    names = ["pieces", "is_there", "is_text"]
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # The older exporter writes plain operators that every version of the runtime reads.
        warnings.simplefilter("ignore", DeprecationWarning)
        path = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network,
            (example, example, example),
            str(path),
            input_names=names,
            output_names=["verdict", "rules", "evidence"],
            dynamic_axes={name: {0: "texts", 1: "length"} for name in names},
            dynamo=False,
        )
        return onnx.load(str(path))


def with_rounded_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the graph with every large table as integers from -127 to 127 and a scale for each row."""
    graph = model.graph
    kept, rounded, restored = [], [], []
    for table in graph.initializer:
        values = numpy_helper.to_array(table)
        if values.ndim != 2 or values.size < LARGE or values.dtype != numpy.float32:
            kept.append(table)
            continue
        scale = numpy.maximum(numpy.abs(values).max(axis=1), 1e-9) / 127
        whole = numpy.rint(values / scale[:, None]).astype(numpy.int8)
        parts = [f"{table.name}.rounded", f"{table.name}.scale"]
        rounded += [numpy_helper.from_array(whole, parts[0])]
        rounded += [numpy_helper.from_array(scale.astype(numpy.float32), parts[1])]
        restored.append(helper.make_node("DequantizeLinear", parts, [table.name], axis=0))
    nodes = [*restored, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend([*kept, *rounded])
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """Export, round, write."""
    saved = torch.load(sys.argv[1], weights_only=True)
    network = Reader(len(saved["rules"]))
    network.load_state_dict(saved["state"])
    network.eval()
    onnx.save(with_rounded_weights(whole_graph(network)), str(TARGET / "reader.onnx"))
    shutil.copy(published_model() / "vocab.txt", TARGET / "vocab.txt")
    known = {"rules": saved["rules"], "descriptions": saved["descriptions"]}
    (TARGET / "reader.json").write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
