"""How days and times are written where Django's own formats do not fit."""
