"""Which fields the record of a drill must have: those that the state, the fire code, and the district ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from drillplanner.files.errors import Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.model import District, DrillType
from drillplanner.records.fields.kept_record import KeptRecord
from drillplanner.records.fields.loading import record_fields, records_of_codes, records_of_state
from drillplanner.records.fields.record_field import RecordField


@dataclass(frozen=True)
class AskedField:
    """A field that is asked of a drill, and who asks: records, or the district if there is none.

    ``required`` is true if a drill without it is not evidenced. ``presumed`` is true if only a fire code asks for
    it of which we do not know whether the state keeps its section on records.
    """

    field: RecordField
    asked_by: tuple[str, ...]
    required: bool
    presumed: bool

    @property
    def sentence_part(self) -> str:
        """The field and who asks for it: "alarm time (OH)"."""
        return f"{self.field.label} ({', '.join(self.asked_by)})"


@dataclass(frozen=True)
class AskedOf:
    """The records that a district's schools keep, and the fields that the district adds.

    ``presumed`` are records of a fire code that may not bind.
    """

    records: tuple[KeptRecord, ...]
    presumed: tuple[KeptRecord, ...]
    own: tuple[RecordField, ...] = ()

    def for_drill(self, drill_type: DrillType) -> tuple[AskedField, ...]:
        """Return the fields asked of a drill of this type, in the order of the records, each once."""
        return self._by_type[drill_type]

    @property
    def fields_to_tell(self) -> tuple[AskedField, ...]:
        """The fields that are asked of some drill and that a person tells, each once."""
        of_all = (asked for drill_type in DrillType for asked in self.for_drill(drill_type))
        return tuple({asked.field.field: asked for asked in of_all if asked.field.is_told}.values())

    @cached_property
    def _by_type(self) -> dict[DrillType, tuple[AskedField, ...]]:
        return {drill_type: tuple(self._asked(drill_type)) for drill_type in DrillType}

    def _asked(self, drill_type: DrillType) -> Iterator[AskedField]:
        fields = record_fields()
        sure = [record for record in self.records if record.is_about(drill_type)]
        maybe = [record for record in self.presumed if record.is_about(drill_type)]
        names = dict.fromkeys(
            [*(ask.field for record in (*sure, *maybe) for ask in record.asks), *(own.field for own in self.own)]
        )
        own = {field.field for field in self.own}
        for name in names:
            required_by = [record.asked_by for record in sure if name in record.required]
            also_by = [
                record.asked_by for record in (*sure, *maybe) if any(ask.field == name for ask in record.asks)
            ]
            presumed_by = [] if required_by else [record.asked_by for record in maybe if name in record.required]
            # Who needs the field is named; who only has room for it, where nobody does.
            by = [*required_by, *(["district"] if name in own else [])] or presumed_by or also_by
            yield AskedField(
                fields[name],
                tuple(dict.fromkeys(by)),
                required=bool(required_by) or name in own or bool(presumed_by),
                presumed=bool(presumed_by) and name not in own,
            )


def asked_of(district: District, with_presumed: bool = True) -> AskedOf:
    """Return what is asked of the records of a district's schools; ``with_presumed`` also what may be asked.

    The word of the local fire authority (``fire_codes``) decides which fire code binds. Without it, the record of
    the state's fire code is only presumed: whether the state keeps the code's section on records was not read.
    """
    of_state, by_code = records_of_state(district.state), records_of_codes()
    own = tuple(record_fields()[name] for name in district.record_fields if name in record_fields())
    if district.fire_codes is not None:
        sure = tuple(by_code[code] for code in district.fire_codes if code in by_code)
        return AskedOf((*of_state, *sure), (), own)
    return AskedOf(of_state, _presumed_records(district.state, by_code) if with_presumed else (), own)


def _presumed_records(state: str, by_code: Mapping[str, KeptRecord]) -> tuple[KeptRecord, ...]:
    # Loaded here: whoever records a drill asks for what is sure alone, and does not wait for the law.
    from drillplanner.law import load_state_pack
    from drillplanner.law.packs.fire_code import CodeReach

    known = load_state_pack(state).fire_code
    binds_everywhere = known is not None and known.reach in {CodeReach.STATEWIDE, CodeReach.PUBLIC_SCHOOLS}
    if known is None or not binds_everywhere or known.code.value not in by_code:
        return ()
    return (by_code[known.code.value],)


def unknown_district_fields(district: District) -> tuple[Problem, ...]:
    """Return a problem for each name in ``record_fields`` of district.yaml that is no field that people tell."""
    told = {name: field for name, field in record_fields().items() if field.is_told}
    return tuple(
        Problem(
            "district.yaml",
            None,
            "record_fields: there is no such field of a drill's record",
            name,
            listed(told, 8),
            maybe_meant(name, told),
        )
        for name in district.record_fields
        if name not in told
    )
