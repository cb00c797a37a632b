"""The tables of the record as files: their columns, the rows of a file, what would change."""
