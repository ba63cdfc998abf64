"""Every error, and the settings of a search, can be sent to another process and come back as they were."""

from __future__ import annotations

import importlib
import inspect
import pickle
import pkgutil

import pytest

import drillplanner
from drillplanner.files.errors import InfeasibleError, InputError, Problem
from drillplanner.progress import Interruption
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.solver import SolverSettings
from drillplanner.store.django_setup import set_up

PROBLEMS = (
    Problem("campuses.csv", 3, "there is no such grade", "K-55", "PK to 12", "Maybe you meant 'K-5'."),
    Problem("schools.xlsx", 7, "is empty", sheet="Staff", column="Grades"),
)


def _error_classes() -> list[type[Exception]]:
    set_up()  # the tables of records can be imported after it
    found: set[type[Exception]] = set()
    for module in pkgutil.walk_packages(drillplanner.__path__, "drillplanner."):
        if module.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if (
                inspect.isclass(value)
                and issubclass(value, Exception)
                and value.__module__.startswith("drillplanner")
            ):
                found.add(value)
    return sorted(found, key=lambda error: error.__qualname__)


def _example(error: type[Exception]) -> Exception:
    if issubclass(error, InputError):
        return error(PROBLEMS)
    if issubclass(error, InfeasibleError):
        return error("no plan", ("one reason", "another"), ({"kind": "closed"},))
    return error("a sentence: with 'signs'")


@pytest.mark.parametrize("error", _error_classes(), ids=lambda error: error.__name__)
def test_an_error_comes_back_as_it_was(error: type[Exception]) -> None:
    sent = _example(error)
    back = pickle.loads(pickle.dumps(sent))  # noqa: S301  (our own bytes)
    assert type(back) is error
    assert (str(back), back.args, vars(back)) == (str(sent), sent.args, vars(sent))


def test_settings_come_back_and_an_interruption_stays_behind() -> None:
    stopped = Interruption()
    stopped.request()
    for settings in (SolverSettings(seed=3, time_limit=2.5), SolverSettings(interruption=stopped)):
        back = pickle.loads(pickle.dumps(settings))  # noqa: S301
        assert back == settings
        assert back.interruption.is_requested is settings.interruption.is_requested
    effort = SolverSettings(seed=3).effort(campuses=9)
    back = pickle.loads(pickle.dumps(effort))  # noqa: S301
    assert isinstance(back, Effort)
    assert back == effort
    effort.interruption.request()
    assert not back.interruption.is_requested
