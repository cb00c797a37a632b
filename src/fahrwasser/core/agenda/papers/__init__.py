"""What the papers about a plan say: council paper and mandate."""
