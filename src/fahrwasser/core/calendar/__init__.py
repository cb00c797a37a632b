"""Holidays, working days, Bekanntgabe and the periods that follow from it."""
