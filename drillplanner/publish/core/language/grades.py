"""Grades in one language: ``grades PK-2``, ``de prekínder a 2.º grado``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drillplanner.model import Frozen, format_grades
from drillplanner.model.grades import runs_of_grades


class GradeWords(Frozen):
    """How grades are named.

    A language without ``names`` writes them as the district does, such as "PK-2"; ``one`` and ``several`` are then
    the words around them. ``span`` joins the first and the last of a run of grades; ``comma`` and
    ``both`` join runs, ``both`` before the last one.
    """

    one: str
    several: str
    names: Mapping[str, str] = {}
    span: str = ""
    first_of_span: Mapping[str, str] = {}
    comma: str = ", "
    both: str = ""

    def phrase(self, grades: Sequence[str], own_names: Mapping[str, str]) -> str:
        """Return the grades as part of a sentence; ``own_names`` are the district's words for some of them."""
        pattern = self.one if len(grades) == 1 else self.several
        if not self.names:
            return pattern.format(grades=format_grades(tuple(grades), own_names))
        runs = [self._run(run, own_names) for run in runs_of_grades(grades)]
        text = self.comma.join(runs[:-1]) + self.both + runs[-1] if len(runs) > 1 else "".join(runs)
        return pattern.format(grades=text)

    def _run(self, run: Sequence[str], own_names: Mapping[str, str]) -> str:
        """Return one grade, or the first and last of several that follow each other."""
        # A district's own name of a grade may be a span: "TK-K" for its kindergarten.
        own_first, own_last = (own_names.get(grade, "") for grade in (run[0], run[-1]))
        if len(run) == 1:
            return own_first or self.names[run[0]]
        first = own_first.split("-")[0] or self.first_of_span.get(run[0], self.names[run[0]])
        last = own_last.split("-")[-1] or self.names[run[-1]]
        return self.span.format(first=first, last=last)

    def heading(self, grades: Sequence[str], own_names: Mapping[str, str]) -> str:
        """Return the grades as the start of a line: ``Grades PK-2``."""
        phrase = self.phrase(grades, own_names)
        return f"{phrase[:1].upper()}{phrase[1:]}"
