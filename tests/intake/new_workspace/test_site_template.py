"""The ``site.yaml`` that ``init`` writes has every key, and says nothing until somebody fills it in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from drillplanner.intake.new_workspace.given_files import sort_folder
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.intake.new_workspace.site_template import site_template
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import (
    AmbulanceService,
    AwayPlace,
    Campus,
    Doorway,
    LetterSigner,
    NearHospital,
    RadioChannel,
    ReunificationPlace,
    SchoolSite,
    SchoolTelephone,
    ShutOffs,
)
from tests.intake.small_workspace import write_workspace

CAMPUSES = (
    Campus(campus_id="oak", name='Oak "K-2"\nSchool: # 1', grades=("K",)),
    Campus(campus_id="12", name="Elm", grades=("9",)),
)


def test_every_key_of_the_model_is_in_the_template() -> None:
    text = site_template(CAMPUSES)
    data: Any = yaml.safe_load(text)
    assert list(data["schools"]) == ["oak", "12"]
    for school in data["schools"].values():
        assert set(school) | set(data["every_school"]) == set(SchoolSite.model_fields)
        assert set(school["relocation"]) == set(AwayPlace.model_fields)
        assert set(school["reunification"]) == set(ReunificationPlace.model_fields) - {"how"}
        assert set(school["shut_offs"]) == set(ShutOffs.model_fields)
    assert set(data["every_school"]["ambulance"]) == set(AmbulanceService.model_fields)
    assert set(data["every_school"]["letters_signed_by"]) == set(LetterSigner.model_fields)
    for model in (NearHospital, RadioChannel, SchoolTelephone, Doorway):
        line = next(line for line in text.splitlines() if all(f"{key}:" in line for key in model.model_fields))
        assert "{" in line, "an entry of a list stands as an example"


def test_the_template_says_nothing_until_it_is_filled_in(tmp_path: Path) -> None:
    template = site_template((CAMPUSES[0], Campus(campus_id="elm", name="Elm", grades=("9",))))
    read = read_workspace(write_workspace(tmp_path, {"site.yaml": template}))
    assert read.site_of("oak") == SchoolSite()
    filled = template.replace("    command_post:", "    command_post: Main office", 1).replace(
        "  #  - {who: Police and fire dispatch", "    - {who: Police and fire dispatch"
    )
    read = read_workspace(write_workspace(tmp_path, {"site.yaml": filled}))
    assert (read.site_of("oak").command_post, read.site_of("elm").command_post) == ("Main office", "")
    assert [one.number for one in read.site_of("elm").telephones] == ["911"]


def test_a_site_file_in_a_folder_is_taken_over_with_its_maps(tmp_path: Path) -> None:
    site = "schools:\n  oak:\n    command_post: Main office\n    map: maps/oak.png\n  elm:\n"
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
    before = write_workspace(tmp_path / "before", {"site.yaml": site, "maps/oak.png": png})
    assert set(sort_folder(before).tables) == {"site.yaml"}
    report = initialize(tmp_path / "after", "NJ", from_folder=before, today=date(2025, 7, 15))
    assert {"site.yaml", "maps/oak.png"} <= set(report.files)
    assert read_workspace(tmp_path / "after").site_of("oak").map == "maps/oak.png"
