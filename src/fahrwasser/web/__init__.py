"""The Django shell: rows, screens, transactions, jobs."""
