"""Coaching and the network as values: phases and being stuck, what may be shared, groups of like towns."""
