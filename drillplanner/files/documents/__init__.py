"""Documents for people (Word, saved web pages) as lines and rows of cells."""
