"""Scores of rooms, kept from run to run, and their page in the documentation."""

from __future__ import annotations

import json
import math
import subprocess
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.mutants.equivalents import is_equivalent, read_equivalents
from benchmarks.mutants.sowing import ROOT, Mutant
from benchmarks.page import write_between

SCORES = Path(__file__).parent / "scores.json"
PAGE = ROOT / "docs" / "tests-that-notice.md"
#: What became of a mutant that the tests noticed.
NOTICED = {"killed", "timed out"}


@dataclass(frozen=True)
class Score:
    """What became of the mutants of one room in one run."""

    room: str
    commit: str
    day: str
    mutants: int
    tried: int
    killed: int
    timed_out: int
    survived: int
    not_reached: int
    equivalent: int
    minutes: float

    @classmethod
    def of(cls, room: str, every: int, tried: tuple[Mutant, ...], rows: list[dict[str, object]]) -> Score:
        """Count a run. Equivalent mutants that were not noticed count as nothing else."""
        outcomes = {row["name"]: row["outcome"] for row in rows}
        equivalents = read_equivalents()
        counts = Counter(
            "equivalent"
            if (outcome := outcomes.get(mutant.name, "not tried")) not in NOTICED
            and is_equivalent(mutant, equivalents)
            else outcome
            for mutant in tried
        )
        command = ["git", "log", "-1", "--format=%h %cs"]
        commit, day = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        return cls(
            room=room,
            commit=commit,
            day=day,
            mutants=every,
            tried=len(tried),
            killed=counts["killed"],
            timed_out=counts["timed out"],
            survived=counts["survived"],
            not_reached=counts["not reached"],
            equivalent=counts["equivalent"],
            minutes=round(sum(float(str(row["seconds"])) for row in rows) / 60, 1),
        )

    @property
    def noticed(self) -> float:
        """The share of the mutants, without the equivalent ones, that the tests noticed."""
        return (self.killed + self.timed_out) / max(self.tried - self.equivalent, 1)

    def interval(self) -> tuple[float, float]:
        """Return Wilson's 95% interval of the share; of no width when every mutant was tried."""
        if self.tried == self.mutants:
            return self.noticed, self.noticed
        number, share, normal = self.tried - self.equivalent, self.noticed, 1.96
        middle = (share + normal**2 / (2 * number)) / (1 + normal**2 / number)
        spread = (
            math.sqrt(share * (1 - share) / number + normal**2 / (4 * number**2))
            * normal
            / (1 + normal**2 / number)
        )
        return middle - spread, middle + spread

    def sentence(self) -> str:
        """Return the score for the terminal."""
        low, high = self.interval()
        counts = {"killed": self.killed, "timed out": self.timed_out, "survived": self.survived}
        counts |= {"not reached": self.not_reached, "equivalent": self.equivalent}
        return (
            f"{self.room}: {self.noticed:.1%} noticed ({low:.1%} to {high:.1%}); {self.mutants} mutants, "
            f"{self.tried} tried, {', '.join(f'{number} {name}' for name, number in counts.items())}; "
            f"{self.minutes} minutes"
        )


def keep_score(score: Score) -> None:
    """Add a score to those kept: the first of a room stays as 'before', the newest is 'after'."""
    rows = [asdict(kept) for kept in keep_only_first_and_last([*read_scores(), score])]
    SCORES.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def read_scores() -> list[Score]:
    """Return the kept scores, oldest first."""
    return [Score(**row) for row in json.loads(SCORES.read_text(encoding="utf-8"))]


def write_page() -> None:
    """Write the tables into the page."""
    write_between(PAGE, "scores", _table())


def _table() -> str:
    """Return the newest score of each room, beside its first."""
    kept = read_scores()
    first = {score.room: score for score in reversed(kept)}
    last = {score.room: score for score in kept}
    heads = ["room", "before", "noticed", "95% interval", "mutants", "tried", "killed", "timed out", "survived"]
    heads += ["not reached", "equivalent", "minutes", "commit"]
    lines = [f"| {' | '.join(heads)} |", "| --- |" + " --- |" * (len(heads) - 1)]
    for room, score in last.items():
        low, high = score.interval()
        before = first[room]
        counts = [score.mutants, score.tried, score.killed, score.timed_out, score.survived, score.not_reached]
        cells = [
            f"`{room}`",
            "" if before == score else f"{before.noticed:.0%} of {before.tried}",
            f"**{score.noticed:.0%}**",
            "all tried" if score.tried == score.mutants else f"{low:.0%} to {high:.0%}",
            *map(str, counts),
            str(score.equivalent),
            f"{score.minutes:.0f}",
            f"{score.commit}, {score.day}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def keep_only_first_and_last(scores: list[Score]) -> list[Score]:
    """Return the first and the newest score of each room, in order."""
    first = {score.room: score for score in reversed(scores)}
    last = {score.room: score for score in scores}
    return [score for score in scores if score in (first[score.room], last[score.room])]
