"""Run the command line from a checkout: python -m jixiao.site."""

import sys

from .command import main

sys.exit(main())
