"""Time and wage defaults, and what a case costs."""
