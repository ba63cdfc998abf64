"""The district's plan as the solver gives it: drills, what they cost, and what is proven of them."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.model import Drill, Task


@dataclass(frozen=True)
class Solution:
    """The drills, and how good they provably are. ``bound`` holds for plans with as few drills and visits, and as
    few ``breaches`` of required developmental limits.

    ``tasks`` are the offers of dates that were chosen with the drills. The judge credits drills to the duties of
    ``shared_out``, among which a drill counts once. ``set_aside`` are ids of duties in doubt that are not planned
    for; ``warnings`` tell of them and of the breaches.
    """

    status: str
    drills: tuple[Drill, ...]
    cost: int
    bound: int
    ran_out_of_time: bool
    interrupted: bool = False
    breaches: int = 0
    tasks: tuple[Task, ...] = ()
    shared_out: frozenset[str] = frozenset()
    set_aside: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
