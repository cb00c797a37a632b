"""Named outside sources and sinks; a town binds each to an adapter."""
