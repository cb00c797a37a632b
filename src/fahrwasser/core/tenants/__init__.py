"""Municipalities as values: the official register, names, order."""
