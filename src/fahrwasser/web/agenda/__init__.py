"""Plan: projects, agenda versions, council paper."""
