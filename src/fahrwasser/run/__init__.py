"""Everything that starts, watches and stops: the embedded PostgreSQL, the web server, the worker.

Knows nothing of what the application does. `core` and `web` know nothing of this room; the commands bring
them together.
"""


class CannotStart(Exception):
    """Starting is refused; the text says what is wrong, where, and what to do."""
