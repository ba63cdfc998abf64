"""Nothing of ``site.yaml`` reaches families, but who signs their letters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.model import DrillType, Frozen
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.registry import load_output
from tests.publish.calendars.events.test_families import drill
from tests.publish.forms.invented_school import opened
from tests.publish.invented_site import SITE
from tests.publish.letters.test_output import with_letters

SIGNER = SITE.letters_signed_by


def written_values(value: object) -> set[str]:
    """Return all texts in a model that are long enough to be told from everyday words."""
    if isinstance(value, Frozen):
        return set().union(*(written_values(getattr(value, name)) for name in type(value).model_fields))
    if isinstance(value, tuple):
        return set().union(*map(written_values, value))
    return {value} if isinstance(value, str) and len(value) > 5 else set()


def with_sites(request: PublishRequest) -> PublishRequest:
    sites = {campus.campus_id: SITE for campus in request.workspace.campuses}
    return replace(request, workspace=request.workspace.model_copy(update={"school_sites": sites}))


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        with opened(path.read_bytes()) as document:
            return " ".join(" ".join(page.get_text().split()) for page in document)
    return " ".join(path.read_text(encoding="utf-8").replace("\r\n ", "").split())


def test_the_report_which_anyone_may_be_sent_has_nothing_of_the_place(
    request_: PublishRequest, tmp_path: Path
) -> None:
    (path,) = load_output("report").write(with_sites(request_), tmp_path)
    text = text_of(path)
    assert {value for value in written_values(SITE) if value in text} == set()


@pytest.mark.parametrize("output", ["icalendar", "notices"])
def test_families_read_nothing_of_the_place_but_who_signs(
    request_: PublishRequest, tmp_path: Path, output: str
) -> None:
    request = with_letters(request_, drill(DrillType.FIRE_EVACUATION)) if output == "notices" else request_
    written = load_output(output).write(with_sites(request), tmp_path)
    paths = [path for path in written if "famil" in path.as_posix()]
    assert paths
    hidden = written_values(SITE) - {SIGNER.name, SIGNER.title, SIGNER.telephone}
    assert len(hidden) > 30
    for path in paths:
        text = text_of(path)
        assert {value for value in hidden if value in text} == set(), path.name
