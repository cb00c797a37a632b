"""The front door: start page, a town's own start page, the operator's page, accessibility and privacy."""
