"""Fahrwasser: record, plan, adopt, run, measure, share for small German municipalities."""
