"""Own, shared or central operation compared with the hidden costs (reference: C Hidden costs)."""
