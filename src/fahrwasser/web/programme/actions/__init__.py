"""Every write of coaching and network."""
