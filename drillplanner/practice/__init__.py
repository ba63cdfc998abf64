"""Good practice: what a careful coordinator plans beyond the letter of the law, as data with sources."""

from drillplanner.practice.at_campus import PracticeYear as PracticeYear, practice_at as practice_at
from drillplanner.practice.loading import (
    bundled_practices as bundled_practices,
    load_practice as load_practice,
)
from drillplanner.practice.pack import GoodPractice as GoodPractice, PracticePack as PracticePack
