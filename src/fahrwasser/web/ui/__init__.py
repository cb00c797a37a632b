"""Pieces every page is made of: base template, form fields, badges, static files. Knows no rows."""
