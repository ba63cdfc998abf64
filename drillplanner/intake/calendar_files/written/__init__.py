"""Calendars that are written for people (PDF, Word, web pages) as lines of a list, each as the page has it."""
