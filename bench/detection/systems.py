"""The systems that are compared: how each is started, in which environment and checkout."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("worker.py")
PACKAGES = Path(__file__).with_name("presidio.txt")
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)


@dataclass(frozen=True, slots=True)
class System:
    """One of them.

    Attributes:
        name: in tables.
        adapter: what `worker.py` calls it.
        python: the interpreter of its environment.
        place: the checkout that it is imported from; None where its environment holds it.
    """

    name: str
    adapter: str
    python: Path
    place: Path | None = None

    def run(self, task: str, data: Path, result: Path, largest: int = 0) -> bool:
        """Run a task; whether it ended well. What goes wrong is said on standard error."""
        task_of = (task, self.adapter, str(data), str(result), str(largest))
        command = [str(self.python), str(WORKER), *task_of]
        if hasattr(os, "sched_setaffinity"):
            core = min(os.sched_getaffinity(0))
            command = [sys.executable, "-c", _PINNED, str(core), *command]
        environment = os.environ | _ONE_THREAD | {"TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS": ""}
        environment.pop("PYTHONPATH", None)
        if self.place is not None:
            environment["PYTHONPATH"] = str(self.place)
        print(f"{self.name}: {task} ...", file=sys.stderr, flush=True)
        return subprocess.run(command, env=environment, check=False).returncode == 0


_PINNED = """\
import os, sys
os.sched_setaffinity(0, {int(sys.argv[1])})
os.execv(sys.argv[2], sys.argv[2:])
"""
"""A program that goes on as another one, on one core."""


def here() -> list[System]:
    """This checkout: everything, and its structured stage alone."""
    python = Path(sys.executable)
    return [
        System("this checkout", "all", python, ROOT),
        System("this checkout, patterns alone", "structured", python, ROOT),
    ]


@contextmanager
def release(ref: str) -> Iterator[list[System]]:
    """A release, in a worktree that goes again; its dependencies are those of this environment."""
    place = ROOT / f".bench-release-{os.getpid()}"
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(place), ref], check=True)
    try:
        python = Path(sys.executable)
        yield [
            System(f"release {ref}", "all", python, place),
            System(f"release {ref}, patterns alone", "structured", python, place),
        ]
    finally:
        subprocess.run([*git, "remove", "--force", str(place)], check=False)


def presidio(environment: Path) -> list[System]:
    """presidio-analyzer, in a virtual environment that is made where there is none."""
    python = environment / "bin" / "python"
    if not python.exists():
        print(f"making {environment} ...", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "-r", str(PACKAGES)]
        subprocess.run(install, check=True)
    return [System("presidio-analyzer", "presidio", python)]
