"""Processes: BPMN 2.0 files read into integer graphs, checked for soundness, stepped, drawn."""
