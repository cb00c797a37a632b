"""What the event log of the cases says: where a case stands in its process, waiting and touch time, effect."""
