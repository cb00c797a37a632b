"""Record: services, systems, posts, capabilities, quick check."""
