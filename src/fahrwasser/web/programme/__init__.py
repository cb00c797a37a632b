"""Coaching and the network: portfolio of the Lotse, questions and solutions between towns, the state's view."""
