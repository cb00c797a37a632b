"""From an instance to a plan: the quick list and HiGHS, with proven bounds."""
