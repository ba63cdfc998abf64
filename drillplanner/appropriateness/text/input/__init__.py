"""Descriptions with their context, brought to plain text, sentences, and words."""
