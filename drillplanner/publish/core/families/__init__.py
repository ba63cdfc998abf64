"""What families may know and read about a drill, the same in every output."""
