"""The lexicon of phrases, and how a sentence uses them: negation, hypotheticals, audience, hazard."""
