"""Django for its tables alone: settings made in code, so that no project folder is needed.

On its own because it must run before anything that defines or asks a table is imported.
"""

from __future__ import annotations

import os

LABEL = "drillplanner_store"


def set_up() -> None:
    """Set Django up once; databases are added when they are opened."""
    # Imported here: a workspace without records needs no Django.
    from django.apps import apps
    from django.conf import settings

    # Django refuses its tables in a thread with a running event loop, such as a notebook's. Here nothing waits in
    # one: each function of the store returns only when it is done.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=["drillplanner.store.app.StoreConfig"],
            # A database of this name is asked for by Django and is never opened.
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            USE_TZ=True,
            LOGGING_CONFIG=None,
        )
        # What django.setup() does for tables alone: that one also loads Django's pages and forms.
        apps.populate(settings.INSTALLED_APPS)
