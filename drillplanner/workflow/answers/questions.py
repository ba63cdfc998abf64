"""Questions about a new workspace: the few that ``init`` asks, and all of them as a page to answer later.

Each is a caveat that a command answers. What ``init`` asks can be answered in a word; the others need someone to
look something up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.atomic_write import write_text
from drillplanner.files.reading.shell_words import with_folder
from drillplanner.model import MADE_UP, Caveat, CaveatKind
from drillplanner.workflow.caveats.before_you_rely import caveats_of_files
from drillplanner.workflow.prepared import Prepared

ASK_FILE = "ask.md"
#: The most questions that ``init`` asks.
MOST_ASKED = 5
_COMMAND = re.compile(r"drillplanner answer DIR (?P<fact>\w+)=(?P<value>\S+)")
#: The other values that an answer may have: "(or =no; for some schools: --campus ID)".
_OTHER_VALUES = re.compile(r"\s*\(or (?P<values>=\w+(?:, =\w+)*)(?:; (?P<more>[^)]*))?\)(?P<rest>.*)", re.DOTALL)
_VALUE = re.compile(r"=\w+(?=[\"']?$)")
_WHOLE_COMMAND = re.compile(r"drillplanner answer DIR (?:\"[^\"]*\"|'[^']*'|\S+)(?: --campus \S+)?")
#: How soon a caveat is asked: what is made up, what schools know at once, and what the fire marshal knows.
_ORDER = (CaveatKind.GUESS, CaveatKind.FACT, CaveatKind.LAW_OPEN, CaveatKind.NO_DRILLS)


@dataclass(frozen=True)
class Question:
    """A question that a word answers.

    ``answers`` has the fact and value for each word; ``number`` is the fact for an answer in digits, if any.
    """

    text: str
    hint: str
    answers: Mapping[str, str]
    number: str | None = None

    def answer_of(self, word: str) -> str | None:
        """Return the answer that a word gives, as FACT=VALUE; None if it gives none."""
        typed = word.strip().casefold()
        if self.number is not None and typed.isdigit():
            return f"{self.number}={int(typed)}"
        known = [answer for key, answer in self.answers.items() if typed and key.casefold().startswith(typed)]
        return known[0] if len(known) == 1 else None


def questions_to_ask(prepared: Prepared) -> tuple[Question, ...]:
    """Return the questions that ``init`` asks, what matters most first."""
    caveats = (caveat for caveat in _by_weight(prepared) if caveat.kind in _ORDER)
    found = (question for caveat in caveats if (question := _question_of(caveat)) is not None)
    return tuple(found)[:MOST_ASKED]


def _by_weight(prepared: Prepared) -> list[Caveat]:
    """Return what is not known, in the order in which it is asked."""
    of_kind = {kind: number for number, kind in enumerate(_ORDER)}
    return sorted(
        caveats_of_files(prepared),
        key=lambda caveat: (not _is_about_every_date(caveat), of_kind.get(caveat.kind, len(of_kind))),
    )


def _is_about_every_date(caveat: Caveat) -> bool:
    return caveat.answer.endswith("confirmed=calendar")


def _question_of(caveat: Caveat) -> Question | None:
    match = _COMMAND.search(caveat.answer)
    if match is None:
        return None
    fact, value = match["fact"], match["value"]
    if fact == "confirmed" and value in MADE_UP:
        return None  # no word makes it right
    if fact == "confirmed":
        return Question(f"{caveat.headline} Is that right?", "yes", {"yes": f"confirmed={value.rstrip('.')}"})
    if fact in {"fire_codes", "fire_drills_a_year"}:
        codes = {"IFC": "fire_codes=IFC", "NFPA": "fire_codes=NFPA", "none": "fire_codes=none"}
        text = f"{caveat.headline} How many fire drills a year does your fire marshal ask for, or by which code?"
        return Question(text, "a number, IFC, NFPA, none", codes, "fire_drills_a_year")
    if value == "yes":
        # "We wrote 'no' into the column": a yes alone could mean that this is right.
        asks = " Which is right for all schools?" if caveat.kind is CaveatKind.GUESS else ""
        return Question(f"{caveat.headline}{asks}", "yes, no", {"yes": f"{fact}=yes", "no": f"{fact}=no"})
    return None


def write_questions(prepared: Prepared, folder: Path, called: Path) -> bool:
    """Write all open questions into ``folder``, or remove the page if there are none; return whether there are.

    ``called`` is the path of the workspace in commands, where ``folder`` is only its draft.
    """
    caveats = [caveat for caveat in _by_weight(prepared) if _WHOLE_COMMAND.search(caveat.answer)]
    path = folder / ASK_FILE
    if not caveats:
        path.unlink(missing_ok=True)
        return False
    write_text(path, questions_page(prepared.workspace.district.name, caveats, called))
    return True


def questions_page(district: str, caveats: Sequence[Caveat], folder: Path) -> str:
    """Return the page: each question, what hangs on it, and the command that answers it."""
    lines = [
        f"# Questions about {district}",
        "",
        "Nobody has answered these yet. A plan can be made without, on the assumptions below. Each command writes "
        "the answer where it belongs; this page then has the questions that are left.",
        "",
    ]
    for number, caveat in enumerate(caveats, start=1):
        lines += [f"## {number}. {caveat.headline}", ""]
        if more := caveat.text.removeprefix(caveat.headline).strip():
            lines += [more, ""]
        lines += _answer_lines(caveat, folder)
    return "\n".join(lines)


def _answer_lines(caveat: Caveat, folder: Path) -> list[str]:
    """Return whom to ask, and a command in a line of its own for each answer, so that none is only an example."""
    match = _WHOLE_COMMAND.search(caveat.answer)
    if match is None:
        return [caveat.answer_in(str(folder)), ""]
    before, after = caveat.answer[: match.start()].strip(), caveat.answer[match.end() :]
    command = with_folder(match[0], str(folder)).rstrip(",.")
    others = _OTHER_VALUES.fullmatch(after)
    commands, rest = [command], after.strip(" .()")
    if others is not None:
        commands += [_VALUE.sub(value, command) for value in others["values"].split(", ")]
        before = f"{before} One of these:".strip()
        rest = "; ".join(filter(None, (others["more"], others["rest"].strip(" .,"))))
        rest = f"{rest[:1].upper()}{rest[1:]}"
    return [
        *([before, ""] if before else []),
        *(f"    {one}" for one in commands),
        "",
        *([with_folder(f"({rest})", str(folder)), ""] if rest else []),
    ]
