"""Loads the demo towns once; repeating changes nothing."""


def main() -> None:
    """Nothing yet."""
