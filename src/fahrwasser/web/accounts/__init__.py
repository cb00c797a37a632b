"""People, roles, units, login."""
