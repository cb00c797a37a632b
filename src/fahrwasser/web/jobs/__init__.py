"""The job table, the mail outbox and the worker loop."""
