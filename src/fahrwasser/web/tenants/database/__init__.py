"""The database engine of the settings: PostgreSQL as Django knows it, with fewer round trips (`base`)."""
