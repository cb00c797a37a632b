"""Pages of coaching and network."""
