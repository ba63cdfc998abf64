"""Letters and messages to families in a district's own words: text files with placeholders that are checked."""
