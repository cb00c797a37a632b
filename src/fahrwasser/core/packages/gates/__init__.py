"""The gates of a package: each looks at one matter and gives findings with its own code."""
