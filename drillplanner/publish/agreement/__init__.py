"""A check of finished papers: those of one drill agree on deadline, targets, words, people, and radios."""
