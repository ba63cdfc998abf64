"""The database of records: SQLite in a district's folder, or PostgreSQL. Only this room loads Django, when used.

``place.py`` says where records are kept and loads no Django; ``open_store`` of ``open_store.py`` opens them.
"""
