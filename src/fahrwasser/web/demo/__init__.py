"""The invented towns: made by the same actions that real people's clicks call."""
