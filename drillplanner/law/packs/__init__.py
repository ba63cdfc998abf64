"""Packs of law: their file format, loading, checks, and the law book made of them."""
