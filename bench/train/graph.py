"""The trained network as an ONNX graph of integers: what the gateway runs.

Written node by node, so that it holds nothing that a single text without padding does not need:
no mask, one product for query, key and value, tables of embeddings in bytes.
"""

import numpy as np
import onnx
import torch
from network import HEADS, WIDTH, Layer, Network
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

_OPSET, _IR = 20, 9
_BYTES = 255


class _Writer:
    """Nodes and weights of a graph, in order."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **told: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **told))
        return output

    def split(self, source: str, outputs: list[str]) -> list[str]:
        self.nodes.append(
            helper.make_node(
                "Split", [source], outputs, name=outputs[0] + "s", axis=-1, num_outputs=len(outputs)
            )
        )
        return outputs


def graph(network: Network) -> onnx.ModelProto:
    """The network in floats, but for its tables of embeddings."""
    to = _Writer()
    seen = _embedded(to, network)
    for number, layer in enumerate(network.layers):
        seen = _layer(to, f"layer{number}.", layer, seen)
    seen = _dense(to, "head", [network.head], seen)
    to.nodes[-1].output[0] = "logits"
    made = helper.make_graph(
        to.nodes,
        "names",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "pieces"])
            for name in ("input_ids", "token_type_ids")
        ],
        [
            helper.make_tensor_value_info(
                "logits", TensorProto.FLOAT, ["texts", "pieces", network.head.out_features]
            )
        ],
        to.weights,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)])
    model.ir_version = _IR
    onnx.checker.check_model(model)
    return model


def write(network: Network, floats: str, integers: str) -> None:
    """Both files: in floats, and with products of 8-bit integers."""
    onnx.save(graph(network), floats)
    quantize_dynamic(
        floats, integers, per_channel=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"], extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip


def _embedded(to: _Writer, network: Network) -> str:
    length = to.node("Shape", ["input_ids"], "length", start=1, end=2)
    start = to.weight("zero", np.array([0], np.int64))
    table = _bytes(to, "positions", network.places.weight)
    near = to.node("Slice", [table, start, length], "near")
    words = _gathered(to, "words", network.words.weight, "input_ids")
    kinds = to.weight("traits", network.kinds.weight.detach().numpy())
    kind = to.node("Gather", [kinds, "token_type_ids"], "trait")
    there = to.node("DequantizeLinear", [near, "positions.scale", "positions.zero"], "where")
    both = to.node("Add", [words, kind], "worded")
    return _norm(to, "embedded", network.norm, to.node("Add", [both, there], "placed"))


def _bytes(to: _Writer, name: str, table: Tensor) -> str:
    """A table in bytes with one scale, as its start had it."""
    values = table.detach().numpy()
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    scale = (high - low) / _BYTES
    zero = round(-low / scale)
    stored = np.clip(np.round(values / scale) + zero, 0, _BYTES).astype(np.uint8)
    to.weight(name + ".scale", np.array(scale, np.float32))
    to.weight(name + ".zero", np.array(zero, np.uint8))
    return to.weight(name, stored)


def _gathered(to: _Writer, name: str, table: Tensor, index: str) -> str:
    found = to.node("Gather", [_bytes(to, name, table), index], name + ".found")
    return to.node("DequantizeLinear", [found, name + ".scale", name + ".zero"], name + ".embedded")


def _norm(to: _Writer, name: str, norm: torch.nn.LayerNorm, seen: str) -> str:
    scale = to.weight(name + ".scale", norm.weight.detach().numpy())
    bias = to.weight(name + ".bias", norm.bias.detach().numpy())
    return to.node("LayerNormalization", [seen, scale, bias], name, axis=-1, epsilon=norm.eps)


def _dense(to: _Writer, name: str, parts: list[torch.nn.Linear], seen: str) -> str:
    matrix = np.concatenate([part.weight.detach().numpy() for part in parts]).T
    bias = np.concatenate([part.bias.detach().numpy() for part in parts])
    product = to.node("MatMul", [seen, to.weight(name + ".weight", matrix)], name + ".product")
    return to.node("Add", [product, to.weight(name + ".bias", bias)], name)


def _layer(to: _Writer, name: str, layer: Layer, seen: str) -> str:
    mixed = _dense(to, name + "mixed", [layer.mixed], _attention(to, name, layer, seen))
    seen = _norm(
        to, name + "norm_a", layer.norm_a, to.node("Add", [seen, mixed], name + "with_mixed")
    )
    inner = to.node("Gelu", [_dense(to, name + "up", [layer.up], seen)], name + "inner")
    down = _dense(to, name + "down", [layer.down], inner)
    whole = to.node("Add", [seen, down], name + "with_inner")
    return _norm(to, name + "norm_b", layer.norm_b, whole)


def _attention(to: _Writer, name: str, layer: Layer, seen: str) -> str:
    size = WIDTH // HEADS
    shape = to.weight(name + "heads", np.array([0, 0, HEADS, size], np.int64))
    flat = to.weight(name + "flat", np.array([0, 0, WIDTH], np.int64))
    joint = _dense(to, name + "qkv", [_scaled(layer.query, size), layer.key, layer.value], seen)
    query, key, value = (
        to.node("Reshape", [part, shape], part + ".heads")
        for part in to.split(joint, [name + each for each in ("q", "k", "v")])
    )
    query = to.node("Transpose", [query], query + ".t", perm=[0, 2, 1, 3])
    key = to.node("Transpose", [key], key + ".t", perm=[0, 2, 3, 1])
    value = to.node("Transpose", [value], value + ".t", perm=[0, 2, 1, 3])
    scores = to.node("MatMul", [query, key], name + "scores")
    weights = to.node("Softmax", [scores], name + "attention", axis=-1)
    mixed = to.node("MatMul", [weights, value], name + "context")
    mixed = to.node("Transpose", [mixed], name + "context.t", perm=[0, 2, 1, 3])
    return to.node("Reshape", [mixed, flat], name + "context.flat")


def _scaled(query: torch.nn.Linear, size: int) -> torch.nn.Linear:
    """The query divided by the root of a head's size, so that the scores need not be."""
    scaled = torch.nn.Linear(query.in_features, query.out_features)
    scaled.weight.data = query.weight.data / size**0.5
    scaled.bias.data = query.bias.data / size**0.5
    return scaled
