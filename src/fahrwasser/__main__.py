"""`python -m fahrwasser` is the same as `fahrwasser`."""

import sys

from fahrwasser.cli import main

sys.exit(main())
