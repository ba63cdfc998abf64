"""Tests of the languages of families."""
