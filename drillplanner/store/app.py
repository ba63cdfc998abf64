"""The Django app of the records.

On its own because Django looks it up by this name.
"""

from django.apps import AppConfig

from drillplanner.store.django_setup import LABEL


class StoreConfig(AppConfig):
    """The tables of records."""

    name = "drillplanner.store"
    label = LABEL
