"""The pages of this section; `week` is the town's home page for its members."""

from .home import week

__all__ = ["week"]
