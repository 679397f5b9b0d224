"""The questions of each exercise, a module a chapter."""
