"""What an attack ran, and what it found."""

from __future__ import annotations

import signal
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.attacks.processes import Ran

MOST_MEGABYTES = 500
#: What some attacks look for in the files. A count names only what its attack looks for.
LOST, MIXED, PARTS_LEFT = "answers that were lost", "plan files of two versions", "unfinished files left"
WRITTEN_WITH_2, WRITTEN_OUTSIDE = "exit code 2, and files changed", "files outside that changed"
#: Ends of commands that the published interface knows.
EXIT_CODES = {0, 1, 2, 3, 4, 130}


@dataclass
class Count:
    """What was run, and what was found: tracebacks, hangs, and what the attack looks for in the files."""

    looked_for: tuple[str, ...] = ()
    runs: int = 0
    codes: Counter[int] = field(default_factory=Counter)
    tracebacks: int = 0
    hangs: int = 0
    most_megabytes: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    in_files: Counter[str] = field(default_factory=Counter)

    def add(self, ran: Ran, what: str) -> None:
        """Count a run."""
        self.runs += 1
        self.codes[ran.code] += 1
        self.most_megabytes = max(self.most_megabytes, ran.megabytes)
        if ran.hung:
            self.hangs += 1
            self.seen[f"{what}: hung"] += 1
        elif "Traceback" in ran.text or (ran.code not in EXIT_CODES and not ran.killed):
            self.tracebacks += 1
            last = next((line for line in reversed(ran.text.splitlines()) if line.strip()), "")
            self.seen[f"{what}: {ran.code}: {last[:160]}"] += 1

    def find(self, wrong: str, text: str) -> None:
        """Count something wrong in the files. Raises ValueError if the attack does not look for it."""
        if wrong not in self.looked_for:
            raise ValueError(f"not looked for: {wrong}")
        self.in_files[wrong] += 1
        self.seen[text] += 1

    def __add__(self, other: Count) -> Count:
        """Return what both counted of one attack."""
        return Count(
            self.looked_for,
            self.runs + other.runs,
            self.codes + other.codes,
            self.tracebacks + other.tracebacks,
            self.hangs + other.hangs,
            max(self.most_megabytes, other.most_megabytes),
            self.seen + other.seen,
            self.in_files + other.in_files,
        )

    @property
    def found(self) -> dict[str, int]:
        """What must not be, by its name."""
        return {
            "tracebacks": self.tracebacks,
            "hangs over 30 s": self.hangs,
            **{wrong: self.in_files[wrong] for wrong in self.looked_for},
        }

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not any(self.found.values()) and self.most_megabytes <= MOST_MEGABYTES

    @property
    def table(self) -> str:
        """The counts for the page."""
        codes = ", ".join(f"{code}: {number:,}" for code, number in sorted(self.codes.items()) if code >= 0)
        rows = {
            "runs": f"{self.runs:,}",
            "of these killed": f"{self.codes[-signal.SIGKILL]:,}",
            "exit codes of the others": codes,
            **self.found,
            "most memory of a process": f"{self.most_megabytes} MB",
        }
        return "\n".join(["| | |", "| --- | --- |", *(f"| {what} | {number} |" for what, number in rows.items())])

    def __str__(self) -> str:
        codes = ", ".join(f"{code}: {number}" for code, number in sorted(self.codes.items()))
        found = ", ".join(f"{what} {number}" for what, number in self.found.items())
        line = f"{self.runs} runs ({codes}); {found}, most memory {self.most_megabytes} MB"
        return "\n".join([line, *(f"    {number} x {text}" for text, number in self.seen.most_common(12))])
