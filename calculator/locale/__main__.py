"""``python -m calculator.locale``: the sentences that still need a translation."""

from calculator.locale.upkeep import main

raise SystemExit(main())
