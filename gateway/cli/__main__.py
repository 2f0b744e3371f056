"""`python -m gateway.cli COMMAND`: the same command line, for containers."""

import sys

from gateway.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
