"""The kinds of requirement, one file a kind.

A kind is a module of this folder, named as the kind is in a pack, with one class derived from ``Requirement``. The
modules are found by the folder, so that a new kind needs no other entry. The solver looks for a module of the same
name in ``solve/requirements/``; kinds that constrain no drills are in ``permissions_and_tasks/`` and need none.
"""

from __future__ import annotations

import functools
import operator
import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, get_args

from pydantic import Field

from drillplanner.law.requirement import Requirement


def _kinds_in(folder: str) -> Iterator[type[Requirement]]:
    """Yield the classes of all kinds in the modules of a package and of the packages inside it."""
    package = import_module(folder)
    for module in pkgutil.iter_modules(package.__path__):
        name = f"{folder}.{module.name}"
        if module.ispkg:
            yield from _kinds_in(name)
            continue
        for value in vars(import_module(name)).values():
            if isinstance(value, type) and issubclass(value, Requirement) and value.__module__ == name:
                yield value


def kind_name(kind: type[Requirement]) -> str:
    """Return the name of a kind in packs, which is that of its module."""
    (name,) = get_args(kind.model_fields["kind"].annotation)
    return str(name)


#: The class of each kind by its name in packs, in order of the classes' names, as the schema of packs lists them.
KINDS: Mapping[str, type[Requirement]] = {
    kind_name(kind): kind for kind in sorted(_kinds_in(__name__), key=lambda kind: kind.__name__)
}

if TYPE_CHECKING:
    AnyRequirement = Requirement
else:
    # Pydantic picks the class by the value of 'kind'.
    AnyRequirement = Annotated[functools.reduce(operator.or_, KINDS.values()), Field(discriminator="kind")]

__all__ = ["KINDS", "AnyRequirement", "kind_name"]
