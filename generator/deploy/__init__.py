"""A release to the server that shows it: whole or not at all, and back again."""
