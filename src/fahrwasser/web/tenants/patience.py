"""How long the web server waits for others: a person gets an answer, and nobody holds a row for ever."""

LONGEST = {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
"""Of web connections only: a worker may wait, and a migration has to.

A row or a turn (`turns`) that somebody else holds for longer is answered with "please send this again" (`ui.again`).
A transaction of which nothing is heard belongs to a web server that hangs or is gone; no page computes that long.
"""


def limit_waiting(options: dict[str, object]) -> None:
    """Into the options of a connection that is not open yet; what the operator's address says counts more."""
    ours = " ".join(f"-c {name}={value}" for name, value in LONGEST.items())
    options["options"] = f"{ours} {options.get('options', '')}".strip()
