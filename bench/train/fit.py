"""Train the name model: licensed corpora and generated text, from Rampart's weights.

Example (two cores, an hour):
  python bench/train/fit.py --start model_q4.onnx --tokenizer tokenizer.json --corpora DEV \\
      --minutes 60 --out names

Writes OUT.onnx (int8), OUT.f32.onnx and OUT.json (labels and how it was trained).
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import corpus
import network
import numpy as np
import onnx
import torch
from generate import Generator, Labelled
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch.nn import functional

TYPES = ("PERSON", "LOCATION", "STREET_ADDRESS", "ORG", "HANDLE", "ID")
LABELS = ["O", *(f"{mark}-{kind}" for kind in TYPES for mark in "BI")]
_NUMBERS = {label: number for number, label in enumerate(LABELS)}
_UNSAID = -100
_WINDOW = 126
_BATCH_PIECES = 1536
_RATE, _WARM = 2e-4, 60
_FROZEN_LAYERS = 1

Example = tuple[list[int], list[int]]


def examples(text: Labelled, tokenizer: Tokenizer) -> Iterator[Example]:
    """Windows of word pieces with their labels."""
    encoded = tokenizer.encode(text.text, add_special_tokens=False)
    labels = [0] * len(encoded.ids)
    for start, end, kind in text.spans:
        first = True
        for place, (low, high) in enumerate(encoded.offsets):
            if low < end and high > start:
                labels[place] = (
                    _UNSAID if kind == "IGNORE" else _NUMBERS[("B-" if first else "I-") + kind]
                )
                first = False
    begin, end_ = (tokenizer.token_to_id(each) for each in ("[CLS]", "[SEP]"))
    for at in range(0, len(encoded.ids), _WINDOW):
        ids, own = encoded.ids[at : at + _WINDOW], labels[at : at + _WINDOW]
        yield [begin, *ids, end_], [_UNSAID, *own, _UNSAID]


def gather(options: argparse.Namespace, tokenizer: Tokenizer) -> list[Example]:
    """All that is trained on."""
    found, counts = [], Counter()
    for source, text in corpus.read(options.corpora, options.seed):
        new = list(examples(text, tokenizer))
        found += new
        counts[source] += len(new)
    for text in Generator(options.seed).texts(options.generated):
        found += examples(text, tokenizer)
        counts["generated"] += 1
    print(dict(counts), sum(len(ids) for ids, _ in found), "pieces", flush=True)
    return found


def batches(found: list[Example], chosen: random.Random) -> Iterator[list[Example]]:
    """Batches of texts of about one length, for ever."""
    while True:
        order = sorted(found, key=lambda each: len(each[0]) + 8 * chosen.random())
        cut, pieces = [[]], 0
        for each in order:
            if pieces + len(each[0]) > _BATCH_PIECES:
                cut.append([])
                pieces = 0
            cut[-1].append(each)
            pieces += len(each[0])
        chosen.shuffle(cut)
        yield from cut


def padded(batch: list[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    length = max(len(ids) for ids, _ in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    labels = torch.full((len(batch), length), _UNSAID)
    real = torch.zeros(len(batch), length)
    for row, (own, said) in enumerate(batch):
        ids[row, : len(own)] = torch.tensor(own)
        labels[row, : len(own)] = torch.tensor(said)
        real[row, : len(own)] = 1
    return ids, labels, real


def train(net: network.Network, found: list[Example], options: argparse.Namespace) -> int:
    """Train for the time that was given; the rate falls to nothing at its end."""
    for frozen in (net.words, net.places, net.kinds, *list(net.layers)[:_FROZEN_LAYERS]):
        frozen.requires_grad_(requires_grad=False)
    free = [each for each in net.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(free, lr=_RATE, weight_decay=0.01)
    budget, began, step, mean = options.minutes * 60, time.monotonic(), 0, 0.0
    net.train()
    for batch in batches(found, random.Random(options.seed)):
        left = 1 - (time.monotonic() - began) / budget
        if left <= 0:
            break
        for group in optimiser.param_groups:
            group["lr"] = _RATE * min(1, (step + 1) / _WARM) * max(0.02, left)
        ids, labels, real = padded(batch)
        loss = functional.cross_entropy(
            net(ids, real).flatten(0, 1), labels.flatten(), ignore_index=_UNSAID
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(free, 1.0)
        optimiser.step()
        step += 1
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"step {step} loss {mean:.4f} left {left:.2f}", flush=True)
        if step % 400 == 0:
            torch.save(net.state_dict(), f"{options.out}.pt")
    return step


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--start", type=Path, required=True, help="Rampart's model_q4.onnx")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of labelled JSON lines")
    parser.add_argument("--generated", type=int, default=30_000, help="generated texts")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    net = network.Network(len(LABELS), tokenizer.get_vocab_size())
    network.load(net, network.plain_graph(options.start, tables=True))
    steps = train(net, gather(options, tokenizer), options)
    graph = network.plain_graph(options.start, tables=False)
    network.store(net, graph)
    floats = options.out.with_suffix(".f32.onnx")
    onnx.save(graph, str(floats))
    quantize_dynamic(
        str(floats), str(options.out.with_suffix(".onnx")), per_channel=True,
        weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"],
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    told = {
        "labels": LABELS,
        "steps": steps,
        "minutes": options.minutes,
        "seed": options.seed,
        "generated": options.generated,
    }
    options.out.with_suffix(".json").write_text(json.dumps(told, indent=1))
    print("done", steps, np.round(options.out.with_suffix(".onnx").stat().st_size / 1e6, 1), "MB")


if __name__ == "__main__":
    main()
