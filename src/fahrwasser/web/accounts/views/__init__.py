"""Pages: entry (logging in), factors (second factor), own (one's account), people and units (for Right.PEOPLE)."""
