"""Write an answer to a question of ``check`` into the file where it belongs."""
