"""What is refused and what to do instead: the tables of docs/refused.md.

`python -m tests.coverage.refused docs/refused.md` writes them anew between the file's marks.
"""

import sys
from functools import cache
from pathlib import Path

from gateway.routing import door
from providers import google_advice, openai_advice
from providers.closed_doors import ClosedDoor
from tests.coverage.doors import doors

DOCUMENT = Path(__file__).parents[2] / "docs" / "refused.md"
BEGIN = "<!-- begin: made by `python -m tests.coverage.refused docs/refused.md` -->"
END = "<!-- end -->"
_TABLES = {"openai": openai_advice, "google": google_advice}
_HEAD = ("| calls | paths behind the version | answer | what to do instead |", "|---|---|---|---|")


@cache
def refused_by_sdks(wire: str) -> frozenset[str]:
    """Names of the families of which an SDK has calls that are refused."""
    found: set[str] = {"decisions"} if wire == "google" else set()  # only google-genai 3 has it
    for call in doors():
        closed = _TABLES[wire].closed(call.path) if call.wire == wire else None
        if (
            closed is not None
            and door(f"/{wire}{call.path}").codec.route(call.method, call.path, "") is None
        ):
            found.add(closed.name)
    return frozenset(found)


def tables() -> str:
    """A table for each dialect; families that are served by now are left out."""
    return "\n\n".join(
        "\n".join(
            [
                f"### {title}",
                "",
                *_HEAD,
                *(_row(each) for each in closed if each.name in refused_by_sdks(title.lower())),
            ]
        )
        for title, closed in (
            ("OpenAI", openai_advice.CLOSED),
            ("Google", google_advice.CLOSED),
        )
    )


def _row(closed: ClosedDoor) -> str:
    paths = ", ".join(f"`{path}`" for path in closed.paths if path)
    answer = "403 `endpoint_refused`" if closed.settled else "404 `endpoint_unknown`"
    return f"| {closed.name} | {paths} | {answer} | {closed.advice} |"


def insert(document: str) -> str:
    """The document with the tables between its marks."""
    before, rest = document.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(insert(file.read_text("utf-8")), "utf-8")
