"""Doubles of the systems at the other end: invented, for tests and the demo, never bound by a real town."""
