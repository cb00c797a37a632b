"""What can go wrong with a letter. Every message says what is wrong, where, and what to do."""


class LetterError(Exception):
    """The letter could not be made; nothing was written."""


class LimitError(LetterError):
    """The template needed more time or memory than it is given."""


class PictureError(LetterError):
    """The picture for the letterhead is broken, too large or not harmless."""
