"""Which positions a drill opens, and who supervises whom."""
