"""A mangled record is either refused with its reason, or gets a report; never a traceback."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record import CommandRecord
from tests.audit.charts.records import BASES, correct

WAYS = ("delete", "none", "empty", "double", "other")


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in inner for place in ((*path, key), *places(value, (*path, key)))]


def value_at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def mangle(data: dict[str, Any], how: str, first: tuple[Any, ...], second: tuple[Any, ...]) -> None:
    holder, key = value_at(data, first[:-1]), first[-1]
    match how:
        case "delete":
            del holder[key]
        case "none":
            holder[key] = None
        case "empty":
            holder[key] = type(holder[key])() if isinstance(holder[key], list | dict | str) else 0
        case "double" if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        case _:
            holder[key] = copy.deepcopy(value_at(data, second))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(BASES), st.sampled_from(WAYS), st.data())
def test_a_mangled_record_is_refused_or_judged(base: str, how: str, data: st.DataObject) -> None:
    record = correct(base)
    paths = places(record)
    mangle(record, how, data.draw(st.sampled_from(paths)), data.draw(st.sampled_from(paths)))
    try:
        read = CommandRecord.model_validate(record)
    except ValidationError:
        return
    report = judge_record(read)
    judged = {*report.kept, *(finding.rule for finding in report.findings)}
    assert len(judged) + sum(len(rules) for rules in report.not_judged.values()) == 85
