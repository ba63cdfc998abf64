"""Fuzz every reader for some minutes, from where the last run stopped.

Run ``python -m benchmarks.fuzzing --minutes 60``. An input that makes a command say what it never said before is
kept in ``build/fuzzing``, and later inputs begin with it; so the corpus grows towards what is new. An input that
ends in a traceback, takes 30 s of processor time, or 500 MB, is kept under ``found`` with what was said, and a run
then ends with 1. ``--foreign FOLDER`` takes the calendars below a folder as first inputs too
(``benchmarks.fuzzing.foreign_calendars`` fetches those of calendar libraries). It needs Linux.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.attacks.count import MOST_MEGABYTES, Count
from benchmarks.attacks.damage import BYTES
from benchmarks.attacks.processes import ran
from benchmarks.attacks.workspace import make_workspace
from benchmarks.calendar_files import files_in
from benchmarks.fuzzing.readers import READERS, ROOT, Reader

#: The most inputs that are kept for a reader: of more, most would say the same in other words.
_MOST_KEPT = 500
#: Values in what a command says.
_VALUE = re.compile(r"'[^']*'|\"[^\"]*\"|\S*[\d/]\S*")


class Corpus:
    """The inputs of a reader, and what commands said of them."""

    def __init__(self, reader: Reader, folder: Path, first: Sequence[bytes]) -> None:
        self.reader = reader
        self.folder = folder / reader.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.inputs = [*first, *(path.read_bytes() for path in sorted(self.folder.iterdir()))]
        self.said: set[str] = set()
        self.kept = 0

    def next_input(self, chance: random.Random) -> bytes:
        """Return a damaged input, or two that are put together."""
        raw = chance.choice(self.inputs)
        if chance.random() < 0.2:
            other = chance.choice(self.inputs)
            return raw[: chance.randrange(len(raw) + 1)] + other[chance.randrange(len(other) + 1) :]
        for _ in range(chance.choice((1, 1, 2, 3))):
            raw = chance.choice(list(BYTES.values()))(raw, chance)
        return raw

    def learn(self, raw: bytes, text: str, *, keep: bool) -> None:
        """Remember what was said, and keep the input if any of it is new."""
        shapes = {_VALUE.sub("…", line)[:80] for line in text.splitlines()}
        is_new = not shapes <= self.said
        self.said |= shapes
        if keep and is_new and len(self.inputs) < _MOST_KEPT and len(raw) < 1_000_000:
            (self.folder / _name(raw)).write_bytes(raw)
            self.inputs.append(raw)
            self.kept += 1


def _name(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz until the time is over, print the counts, and return 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "fuzzing")
    parser.add_argument("--foreign", type=Path, help="a folder with calendars of others")
    parser.add_argument("--seed", type=int, help="by default another one each time")
    given = parser.parse_args(arguments)
    chance = random.Random(given.seed)  # noqa: S311  (which input comes next, no secret)
    until = time.monotonic() + 60 * given.minutes
    count = Count()
    runs: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="fuzzing-") as name:
        place = Path(name)
        base = place / "base"
        make_workspace(base)
        corpora = [Corpus(reader, given.into, _first_inputs(reader, base, given.foreign)) for reader in READERS]
        # What is said of inputs that are known is not new.
        for corpus in corpora:
            for raw in corpus.inputs:
                if time.monotonic() < until:
                    _try(corpus, raw, base, place, count, given.into, keep=False)
        while time.monotonic() < until:
            corpus = chance.choice(corpora)
            _try(corpus, corpus.next_input(chance), base, place, count, given.into, keep=True)
            runs[corpus.reader.name] += 1
    for corpus in corpora:
        print(
            f"{corpus.reader.file}: {runs[corpus.reader.name]} tried, {corpus.kept} kept of {len(corpus.inputs)}"
        )
    print(count)
    return int(not count.is_clean)


def _first_inputs(reader: Reader, base: Path, foreign: Path | None) -> list[bytes]:
    first = list(reader.first_inputs(base))
    if foreign is not None and reader.file == "calendar.ics":
        first += [path.read_bytes() for path in files_in(foreign)]
    return first


def _try(corpus: Corpus, raw: bytes, base: Path, place: Path, count: Count, into: Path, *, keep: bool) -> None:
    """Run the command on the input, and keep the input if it is found out or says something new."""
    folder = Path(shutil.copytree(base, place / "fuzzed"))
    file = folder / corpus.reader.file
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(raw)
    before = sum(count.found.values())
    done = ran(corpus.reader.command, folder)
    count.add(done, f"{corpus.reader.file} {_name(raw)}")
    if sum(count.found.values()) > before or done.megabytes > MOST_MEGABYTES:
        found = into / "found"
        found.mkdir(parents=True, exist_ok=True)
        (found / f"{corpus.reader.name}-{_name(raw)}").write_bytes(raw)
        (found / f"{corpus.reader.name}-{_name(raw)}.said.txt").write_text(done.text, encoding="utf-8")
    corpus.learn(raw, done.text, keep=keep)
    shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
