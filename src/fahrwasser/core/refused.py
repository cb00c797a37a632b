"""Input that cannot be used: one message that says what is wrong, where, and what to do."""


def N_(text: str) -> str:  # noqa: N802 - the name Babel looks for
    """Mark an English message for translation; the web layer translates it, the core never does."""
    return text


class Refused(ValueError):
    """Unusable input. `msgid % values` is the English message; translate `msgid` and fill in `values`.

    `line` and `column` are 1-based places in a text file, `place` is a path inside structured data; each may
    be missing. Nothing of the refused input is quoted beyond a few printable characters.
    """

    def __init__(
        self,
        msgid: str,
        *,
        line: int | None = None,
        column: int | None = None,
        place: str = "",
        **values: object,
    ):
        self.msgid = msgid
        self.line = line
        self.column = column
        self.place = place
        self.values = {key: quoted(value) for key, value in values.items()}
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ""
        if self.line is not None:
            where = f"line {self.line}, column {self.column}: "
        elif self.place:
            where = f"{self.place}: "
        return where + self.msgid % self.values


def quoted(value: object, limit: int = 40) -> object:
    """Numbers unchanged; text shortened and without control characters, so that a log line stays one line."""
    if isinstance(value, (int, float)):
        return value
    text = "".join(c if c.isprintable() else "·" for c in str(value))
    return text if len(text) <= limit else text[: limit - 1] + "…"
