"""Record: services, volumes, capabilities, the quick check and the first picture of a town."""
