"""Writes the table of forms and their blocks into docs/forms.md, from the catalog of forms.

Run ``python docs/make_forms_page.py`` after a change in ``templates/forms/*.yaml``; a test fails until you do.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.page import write_between
from drillplanner.publish.core.form_catalogue import (
    BlockFill,
    Circumstance,
    FormDefinition,
    FormNeed,
    Structure,
    load_forms,
)

PAGE = Path(__file__).parent / "forms.md"
COLUMNS = "| form | prepared by → approved by | for | L1 | L2 | L3 | FE, FS | blocks | choice |"
CELLS = {FormNeed.ALWAYS: "yes", FormNeed.NEVER: "", FormNeed.WHEN: "when"}
FILLS = {BlockFill.PRINTED: "printed", BlockFill.PEN: "pen", BlockFill.SIGNATURE: "signature"}
WHEN = {
    Circumstance.OUTSIDE_AGENCY: "an outside agency attends",
    Circumstance.BORROWED_STAFF: "staff of another campus take part",
    Circumstance.SEVERAL_CHANNELS: "there is more than one radio channel",
    Circumstance.LEAVES_THE_GROUNDS: "people leave the grounds",
}


def overview() -> str:
    """Return the table of all forms."""
    return "\n".join([COLUMNS, "| --- " * 9 + "|", *(_row(form) for form in load_forms())])


def compared() -> str:
    """Return a row for each federal form: its blocks, which of them are printed, and where it was read."""
    head = (
        "| form | its blocks | printed here | left out | read at | sure |\n| --- | ---: | ---: | --- | --- | --- |"
    )
    return "\n".join([head, *(_compared(form) for form in load_forms() if form.number is not None)])


def _compared(form: FormDefinition) -> str:
    left_out = [block.number for block in form.blocks if block.left_out]
    site = urlsplit(form.source).netloc.removeprefix("www.")
    printed = len(form.blocks) - len(left_out)
    cells = (
        form.name,
        len(form.blocks),
        printed,
        ", ".join(left_out),
        f"[{site}]({form.source})",
        form.basis.blocks.value,
    )
    return f"| {' | '.join(map(str, cells))} |"


def blocks() -> str:
    """Return each federal form with its blocks."""
    return "\n\n".join(_blocks(form) for form in load_forms() if form.number is not None)


def _row(form: FormDefinition) -> str:
    signed = form.prepared_by + (f" → {form.approved_by.lower()}" if form.approved_by else "")
    needed = [CELLS[form.needed[structure]] for structure in Structure]
    marks = (form.basis.blocks.value if form.blocks else "", form.basis.needed.value)
    return f"| {' | '.join((form.name, signed, form.readers, *needed, *marks))} |"


def _blocks(form: FormDefinition) -> str:
    lines = [f"### {form.name}", ""]
    if form.when:
        lines += [f"*When* means: {' or '.join(WHEN[circumstance] for circumstance in form.when)}.", ""]
    if form.operations_only:
        lines += ["Left out where nothing moves: a talk at a table, or a lesson.", ""]
    lines += ["| block | title | what goes in | how |", "| ---: | --- | --- | --- |"]
    lines += [
        f"| {block.number} | {block.title} | {block.holds} | "
        f"{'left out' if block.left_out else ', '.join(FILLS[fill] for fill in block.fill)} |"
        for block in form.blocks
    ]
    return "\n".join([*lines, "", f"Read at <{form.source}> ({form.basis.blocks.value})."])


def main() -> None:
    """Write the page."""
    write_between(PAGE, "forms", overview())
    write_between(PAGE, "compared", compared())
    write_between(PAGE, "blocks", blocks())


if __name__ == "__main__":
    main()
