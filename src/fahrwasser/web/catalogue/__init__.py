"""Releases of service packages, and what a town has switched on with its own parameters and bindings."""
