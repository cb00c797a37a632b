"""One module for each word of the command line; see `fahrwasser.cli`."""
