"""The network: the lower layers of a BERT (Devlin et al. 2018) of 384 dimensions, as Rampart is.

In place of BERT's two kinds of text stand the traits of words (`redaction.name_input`).
`graph.py` writes what was trained as the graph that runs in the gateway.
"""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from redaction.name_input import TRAITS

WIDTH, INNER, HEADS = 384, 1536, 12
_EMBEDDING = "bert.embeddings."
_LAYER = "bert.encoder.layer.{}."
_PARTS = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "mixed": "attention.output.dense", "norm_a": "attention.output.LayerNorm",
    "up": "intermediate.dense", "down": "output.dense", "norm_b": "output.LayerNorm",
}  # fmt: skip
_NIBBLE, _ZERO = 4, 8.0


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.norm_a, self.norm_b = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, seen: Tensor, mask: Tensor) -> Tensor:
        def heads(part: Callable[[Tensor], Tensor]) -> Tensor:
            batch, length, _ = seen.shape
            return part(seen).view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            heads(self.query), heads(self.key), heads(self.value), attn_mask=mask
        )
        mixed = self.mixed(mixed.transpose(1, 2).reshape(seen.shape))
        seen = self.norm_a(seen + functional.dropout(mixed, 0.1, self.training))
        inner = self.down(functional.gelu(self.up(seen)))
        return self.norm_b(seen + functional.dropout(inner, 0.1, self.training))


class Network(nn.Module):
    def __init__(self, labels: int, vocabulary: int, layers: int) -> None:
        super().__init__()
        self.words, self.places, self.kinds = (
            nn.Embedding(size, WIDTH) for size in (vocabulary, 512, TRAITS)
        )
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(layers)])
        self.head = nn.Linear(WIDTH, labels)

    def forward(self, ids: Tensor, traits: Tensor, real: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1])[None]
        seen = self.norm(self.words(ids) + self.places(places) + self.kinds(traits))
        mask = torch.where(real[:, None, None, :] > 0, 0.0, -1e4) / math.sqrt(1.0)
        for layer in self.layers:
            seen = layer(seen, mask)
        return self.head(functional.dropout(seen, 0.1, self.training))


def plain_graph(source: Path) -> onnx.ModelProto:
    """The model with floats in place of bytes and nibbles, each matrix named as in PyTorch."""
    model = onnx.load(str(source))
    graph = model.graph
    kept = {each.name: each for each in graph.initializer}
    nodes, gone = [], set()
    for node in graph.node:
        if node.op_type == "MatMulNBits":
            matrix = _four_bits(node, kept)
            name = node.name.strip("/").replace("/", ".").split(".MatMul")[0] + ".weight"
            graph.initializer.append(numpy_helper.from_array(matrix, name))
            gone |= {each for each in node.input[1:] if each}
            plain = helper.make_node(
                "MatMul", [node.input[0], name], list(node.output), name=node.name
            )
            nodes.append(plain)
        else:
            nodes.append(node)
    nodes = _without_bytes(graph, nodes, kept, gone)
    del graph.node[:]
    graph.node.extend(nodes)
    left = [each for each in graph.initializer if each.name not in gone]
    del graph.initializer[:]
    graph.initializer.extend(left)
    return model


def _four_bits(node: onnx.NodeProto, kept: dict[str, onnx.TensorProto]) -> np.ndarray:
    """Weights in blocks of 4 bits (com.microsoft MatMulNBits), as columns of a matrix."""
    told = {each.name: each.i for each in node.attribute}
    inner, outer, block = told["K"], told["N"], told["block_size"]
    blocks = -(-inner // block)
    packed = numpy_helper.to_array(kept[node.input[1]]).reshape(outer, blocks, block // 2)
    scales = numpy_helper.to_array(kept[node.input[2]]).reshape(outer, blocks, 1)
    values = np.stack([packed & 15, packed >> _NIBBLE], -1).reshape(outer, blocks, block)
    zero: np.ndarray | float = _ZERO
    if len(node.input) > 3 and node.input[3]:
        zeros = numpy_helper.to_array(kept[node.input[3]]).reshape(outer, -1)
        zero = np.stack([zeros & 15, zeros >> _NIBBLE], -1).reshape(outer, -1)[:, :blocks, None]
    matrix = ((values.astype(np.float32) - zero) * scales).reshape(outer, -1)[:, :inner]
    return np.ascontiguousarray(matrix.T.astype(np.float32))


def _without_bytes(graph, nodes, kept, gone):  # noqa: ANN001, ANN202 - onnx's own, untyped
    """Tables of bytes (embeddings) become tables of floats under the names that PyTorch has."""
    made = {output: node for node in nodes for output in node.output}
    left = []
    for node in nodes:
        if node.op_type != "DequantizeLinear":
            left.append(node)
            continue
        gather = made.get(node.input[0])
        table = gather.input[0] if gather is not None else node.input[0]
        scale = numpy_helper.to_array(kept[node.input[1]])
        zero = numpy_helper.to_array(kept[node.input[2]]) if len(node.input) > 2 else 0
        floats = (numpy_helper.to_array(kept[table]).astype(np.float32) - np.float32(zero)) * scale
        name = table.removesuffix("_quantized")
        graph.initializer.append(numpy_helper.from_array(floats.astype(np.float32), name))
        gone |= {table, *node.input[1:]}
        if gather is None:
            raise ValueError("a table that is not gathered from")
        gather.input[0] = name
        left = [each for each in left if each is not gather]
        left.append(
            helper.make_node("Gather", list(gather.input), list(node.output), name=node.name)
        )
    return left


def named(network: Network) -> dict[str, tuple[nn.Parameter, bool]]:
    """Name in the ONNX file -> parameter, and whether the file has its transpose."""
    found = {
        _EMBEDDING + "word_embeddings.weight": (network.words.weight, False),
        _EMBEDDING + "position_embeddings.weight": (network.places.weight, False),
        _EMBEDDING + "LayerNorm.weight": (network.norm.weight, False),
        _EMBEDDING + "LayerNorm.bias": (network.norm.bias, False),
    }
    for number, layer in enumerate(network.layers):
        for own, theirs in _PARTS.items():
            part, name = getattr(layer, own), _LAYER.format(number) + theirs
            found[name + ".weight"] = (part.weight, isinstance(part, nn.Linear))
            found[name + ".bias"] = (part.bias, False)
    return found


def load(network: Network, source: Path) -> None:
    """Take what the network has in common with a start: Rampart, or what was trained before.

    Args:
        network: changed.
        source: Rampart's `model_q4.onnx`, or the `.pt` of an earlier run.
    """
    if source.suffix == ".pt":
        kept = torch.load(source)
        own = network.state_dict()
        network.load_state_dict(
            {k: v for k, v in kept.items() if k in own and v.shape == own[k].shape}, strict=False
        )
        row = kept["kinds.weight"][0]
        if len(kept["kinds.weight"]) != TRAITS:
            network.kinds.weight.data = row.repeat(TRAITS, 1)
        return
    model = plain_graph(source)
    kept = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    for name, (parameter, transposed) in named(network).items():
        value = kept[name].T if transposed else kept[name]
        parameter.data = torch.from_numpy(np.array(value))
    row = kept[_EMBEDDING + "token_type_embeddings.weight"][0]
    network.kinds.weight.data = torch.from_numpy(np.array(row)).repeat(TRAITS, 1)
