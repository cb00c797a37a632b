"""The public pages, one module for each step of a citizen's way."""
