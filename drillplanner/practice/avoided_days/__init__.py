"""The days on which good practice plans no drill, as data with sources."""

from drillplanner.practice.avoided_days.at_campus import avoided_days_at as avoided_days_at
from drillplanner.practice.avoided_days.by_state import avoided_days as avoided_days
from drillplanner.practice.avoided_days.district_wishes import (
    unknown_wishes as unknown_wishes,
    words_for_days as words_for_days,
)
from drillplanner.practice.avoided_days.religious_holidays import has_religious_dates as has_religious_dates
