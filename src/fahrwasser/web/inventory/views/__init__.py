"""Pages of the record: every town view names the right it needs."""
