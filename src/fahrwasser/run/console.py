"""What the person who started us reads."""


def say(text: str = "") -> None:
    """Write one line now, also into a pipe or file."""
    print(text, flush=True)  # noqa: T201 - the console is the interface of this room
