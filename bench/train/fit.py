"""Train the name model: licensed corpora and generated text, from Rampart's weights or our own.

Example (two cores, an hour):
  python bench/train/fit.py --start model_q4.onnx --tokenizer tokenizer.json --corpora DEV \\
      --lexicon lexicon.bin --minutes 60 --out names

Writes OUT.onnx (int8), OUT.f32.onnx, OUT.pt and OUT.json (labels and how it was trained).
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import corpus
import graph
import network
import numpy as np
import torch
from generate import Generator, Labelled
from tokenizers import Encoding, Tokenizer
from torch.nn import functional

from redaction.name_input import CAPITALISED, CAPITALS, LOWER, Lexicon, Reading, reading, traits

TYPES = ("PERSON", "LOCATION", "STREET_ADDRESS", "ORG", "HANDLE", "ID")
LABELS = ["O", *(f"{mark}-{kind}" for kind in TYPES for mark in "BI")]
_NUMBERS = {label: number for number, label in enumerate(LABELS)}
_UNSAID = -100
_WINDOW = 126
_BATCH_PIECES = 1536
_RATE, _WARM = 2e-4, 60
_FROZEN_LAYERS = 1
_OF_LISTS = 8
"""Kinds of lists in a trait: the rest of it is how a word is written."""
_UNLISTED, _LOWERED, _RAISED = 0.25, 0.12, 0.04
"""Share of texts whose lists stay silent, that are read as lower case, and as capitals."""

Example = tuple[list[int], list[int], list[int]]
"""Word pieces, traits, labels."""


def examples(text: Labelled, tokenizer: Tokenizer, lexicon: Lexicon) -> Iterator[Example]:
    """Windows of word pieces with their traits and labels."""
    read = reading(text.text)
    encoded = tokenizer.encode(read.text, add_special_tokens=False)
    if not encoded.ids:
        return
    labels = _labels(text, read, encoded)
    kinds = traits_of(text.text, read, encoded, lexicon)
    begin, end = (tokenizer.token_to_id(each) for each in ("[CLS]", "[SEP]"))
    for at in range(0, len(encoded.ids), _WINDOW):
        part = slice(at, at + _WINDOW)
        yield (
            [begin, *encoded.ids[part], end],
            [0, *kinds[part], 0],
            [_UNSAID, *labels[part], _UNSAID],
        )


def _labels(text: Labelled, read: Reading, encoded: Encoding) -> list[int]:
    places = [read.original(low, high) for low, high in encoded.offsets]
    labels = [0] * len(places)
    for start, end, kind in text.spans:
        first = True
        for place, (low, high) in enumerate(places):
            if low < end and high > start:
                mark = "B-" if first else "I-"
                labels[place] = _UNSAID if kind == "IGNORE" else _NUMBERS[mark + kind]
                first = False
    return labels


def traits_of(text: str, read: Reading, encoded: Encoding, lexicon: Lexicon) -> list[int]:
    """The trait of each piece: that of its word."""
    numbers = np.array(encoded.word_ids, np.int64)
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    counts = np.diff(starts, append=len(numbers))
    words = [
        (encoded.offsets[start][0], encoded.offsets[start + count - 1][1])
        for start, count in zip(starts.tolist(), counts.tolist(), strict=True)
    ]
    return np.repeat(traits(text, read, words, lexicon), counts).tolist()


def gather(options: argparse.Namespace, tokenizer: Tokenizer) -> list[Example]:
    """All that is trained on."""
    lexicon = Lexicon(options.lexicon.read_bytes())
    found, counts = [], Counter()
    for source, text in corpus.read(options.corpora, options.seed):
        new = list(examples(text, tokenizer, lexicon))
        found += new * options.repeats
        counts[source] += len(new)
    for text in corpus.translations(options.seed):
        new = list(examples(text, tokenizer, lexicon))
        found += new
        counts["translations"] += len(new)
    for number, text in enumerate(Generator(options.seed).texts(options.generated)):
        found += examples(text, tokenizer, lexicon)
        if number % 5_000 == 0:
            print(f"generated {number} of {options.generated} texts", flush=True)
    print(dict(counts), sum(len(each[0]) for each in found), "pieces", flush=True)
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
            cut[-1].append(varied(each, chosen))
            pieces += len(each[0])
        chosen.shuffle(cut)
        yield from cut


def varied(example: Example, chosen: random.Random) -> Example:
    """Now and then without what the lists say, or as if typed in lower case or in capitals."""
    ids, kinds, labels = example
    if chosen.random() < _UNLISTED:
        kinds = [each - each % _OF_LISTS for each in kinds]
    drawn = chosen.random()
    if drawn < _LOWERED:
        kinds = [_written(each, LOWER) for each in kinds]
    elif drawn < _LOWERED + _RAISED:
        kinds = [_written(each, CAPITALS) for each in kinds]
    return ids, kinds, labels


def _written(trait: int, writing: int) -> int:
    cased = trait // _OF_LISTS in (LOWER, CAPITALISED, CAPITALS)
    return trait % _OF_LISTS + _OF_LISTS * writing if cased else trait


def padded(batch: list[Example]) -> tuple[torch.Tensor, ...]:
    """Pieces, traits, labels, and which of them are real."""
    length = max(len(ids) for ids, _, _ in batch)
    ids, kinds = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(2))
    labels = torch.full((len(batch), length), _UNSAID)
    real = torch.zeros(len(batch), length)
    for row, (own, own_kinds, said) in enumerate(batch):
        ids[row, : len(own)] = torch.tensor(own)
        kinds[row, : len(own)] = torch.tensor(own_kinds)
        labels[row, : len(own)] = torch.tensor(said)
        real[row, : len(own)] = 1
    return ids, kinds, labels, real


def train(net: network.Network, found: list[Example], options: argparse.Namespace) -> int:
    """Train for the time that was given; the rate falls to nothing at its end."""
    for frozen in (net.words, net.places, *list(net.layers)[:_FROZEN_LAYERS]):
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
        ids, kinds, labels, real = padded(batch)
        loss = functional.cross_entropy(
            net(ids, kinds, real).flatten(0, 1), labels.flatten(), ignore_index=_UNSAID
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(free, 1.0)
        optimiser.step()
        step += 1
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"step {step} loss {mean:.4f} left {left:.2f}", flush=True)
        if step % 200 == 0:
            torch.save(net.state_dict(), f"{options.out}.pt")
    return step


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--start", type=Path, required=True, help="model_q4.onnx, or an OUT.pt")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--lexicon", type=Path, required=True, help="made by lexicon.py")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of labelled JSON lines")
    parser.add_argument("--generated", type=int, default=30_000, help="generated texts")
    parser.add_argument("--repeats", type=int, default=1, help="of the corpora in one round")
    parser.add_argument("--layers", type=int, default=4)
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
    net = network.Network(len(LABELS), tokenizer.get_vocab_size(), options.layers)
    network.load(net, options.start)
    steps = train(net, gather(options, tokenizer), options)
    torch.save(net.state_dict(), f"{options.out}.pt")
    net.eval()
    graph.write(net, f"{options.out}.f32.onnx", f"{options.out}.onnx")
    told = {"labels": LABELS, "steps": steps, **{k: str(v) for k, v in vars(options).items()}}
    Path(f"{options.out}.json").write_text(json.dumps(told, indent=1))
    print("done", steps, "steps")


if __name__ == "__main__":
    main()
