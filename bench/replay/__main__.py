"""Replays recordings of real clients through a real gateway.

Run: .venv/bin/python -m bench.replay DIRECTORY [--cuts N] [--only TEXT] [--out docs/replay.md]

Each recording is played twice: against the recorded answer, which must come back as it is, and
against an echo of it in which every text holds pseudonyms that the recipient was shown, which must
come back restored. `--cuts` plays each stream so many times more, cut elsewhere each time.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path

import aiohttp

from bench.replay.play import Result, Stage
from bench.replay.recipient import Recipient, Said
from bench.replay.recordings import Recording, load
from bench.replay.report import report
from gateway.app import serving
from gateway.initialise import initialise
from gateway.logs import configure
from tests.end_to_end.conftest import KEY, config_text, read_config

OPAQUE = (
    'names = "require"\nopaque = ["image", "audio", "video", "file", "token_ids", "mcp", "other"]'
)


@asynccontextmanager
async def stage(*, echo: bool, policy: str = "") -> AsyncIterator[Stage]:
    """A gateway with the name model on, and a recipient."""
    with tempfile.TemporaryDirectory() as directory:
        async with Recipient(lambda _: Said(500, {}, b"")) as recipient:
            text = config_text(recipient.url, policy=policy, patience=20)
            text = text.replace("store = false", "")
            config = read_config(Path(directory), text)
            initialise(config)
            async with serving(config) as gateway, aiohttp.ClientSession() as session:
                yield Stage(gateway.data_url, KEY, recipient, session, echo)


async def play(
    found: list[Recording], *, echo: bool, policy: str = "", seed: int = 0
) -> list[Result]:
    """Play scenario by scenario on one gateway."""
    results = []
    async with stage(echo=echo, policy=policy) as running:
        running.seed = seed
        for _, scenario in groupby(found, key=lambda one: one.scenario):
            running.begin()
            results += [await running.play(one) for one in scenario]
    return results


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("directory", type=Path)
    parser.add_argument("--cuts", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    configure("error", sys.stderr)
    found = [one for one in load(asked.directory) if asked.only in one.name]
    played = asyncio.run(_all(found, asked.cuts))
    text = report(found, *played)
    if asked.out:
        asked.out.write_text(text, "utf-8")
    else:
        print(text)
    bad = [one for part in played for one in part if one.kind not in ("served", "refused")]
    return 1 if bad else 0


async def _all(
    found: list[Recording], cuts: int
) -> tuple[list[Result], list[Result], list[Result]]:
    strict = await play(found, echo=False)
    strict += await play(found, echo=True)
    opaque = await play(found, echo=False, policy=OPAQUE)
    opaque += await play(found, echo=True, policy=OPAQUE)
    streams = [one for one in found if one.response and _streamed(one)]
    again = []
    for seed in range(1, cuts + 1):
        again += await play(streams, echo=True, policy=OPAQUE, seed=seed)
    return strict, opaque, again


def _streamed(one: Recording) -> bool:
    body = one.response["body"] if one.response else ""
    return body.startswith(("data:", "event:", "[{"))


if __name__ == "__main__":
    sys.exit(main())
