"""The published JSON Schema of a pack, compared with the packs by an independent validator."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import drillplanner.law
from drillplanner.files.yaml_document import read_document

ROOT = Path(__file__).parents[3]
PACKS = Path(drillplanner.law.__file__).parent / "packs" / "us"
SCHEMA = json.loads((ROOT / "docs" / "pack.schema.json").read_text(encoding="utf-8"))
#: Made once: ``jsonschema.validate`` checks the schema itself anew for each pack.
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FILES = [*sorted(PACKS.glob("*.yaml")), *sorted(PACKS.glob("codes/*.yaml"))]


def test_the_schema_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_pack_matches_the_schema(path: Path) -> None:
    VALIDATOR.validate(read_document(path).data)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_pack_names_the_schema_for_editors(path: Path) -> None:
    depth = len(path.relative_to(ROOT).parts) - 1
    schema_line = f"# yaml-language-server: $schema={'../' * depth}docs/pack.schema.json"
    assert schema_line in path.read_text(encoding="utf-8").splitlines()[:12]


@pytest.mark.parametrize(
    ("part", "value"),
    [("min", "one"), ("per", "fortnight"), ("minimum", 1), ("match", {"types": ["lockdwn"]})],
)
def test_a_misspelled_pack_does_not_match_the_schema(part: str, value: object) -> None:
    data = read_document(PACKS / "nj.yaml").data
    data["mandates"][0]["requirement"][part] = value
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(data)
