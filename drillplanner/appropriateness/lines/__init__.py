"""Reading of a scenario's own lines: what people say, do, hear, read, or prepare, whatever the facts declare."""
