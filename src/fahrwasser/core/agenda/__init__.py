"""Plan: projects of a town, what it can carry, the best plan, its reasons, the papers for the council."""
