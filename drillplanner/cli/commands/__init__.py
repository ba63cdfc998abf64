"""One command a file, under the command's name."""
