"""``python -m peru_narco_data``: the command line."""

import sys

from peru_narco_data.cli import main

sys.exit(main())
