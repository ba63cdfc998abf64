"""The checks, a function for each rule; a module for each family of rules."""
