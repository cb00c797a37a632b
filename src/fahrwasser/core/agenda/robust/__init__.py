"""How sure a plan is: planned anew for many draws from the ranges, and what that says of each project."""
