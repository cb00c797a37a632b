"""Figures of services from the event log alone; they flow into the inventory as measured."""
