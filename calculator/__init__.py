"""The public names of the calculator, handed on lazily, and its version. Nothing is computed here.

Importing this package loads the standard library only, so that a first run on a bare machine can start;
a name loads its module when it is first asked for. Old Pythons parse this file: no annotations.
"""

import importlib

__version__ = "0.1.0"

# public name -> the module that defines it. No public name may equal the name of a module in this folder:
# the import system would replace it by the module.
_HOME = {
    "Problem": "calculator.problems",
    "PlanError": "calculator.problems",
    "RatesError": "calculator.problems",
    "MissingRate": "calculator.problems",
    "Rates": "calculator.rates",
    "Plan": "calculator.plan",
    "read_plan": "calculator.plan",
    "Budget": "calculator.budget",
    "make_budget": "calculator.budget",
}

__all__ = [
    "Budget",
    "MissingRate",
    "Plan",
    "PlanError",
    "Problem",
    "Rates",
    "RatesError",
    "make_budget",
    "read_plan",
]

TYPE_CHECKING = False
if TYPE_CHECKING:  # the same names for type checkers and editors
    from calculator.budget import Budget, make_budget
    from calculator.plan import Plan, read_plan
    from calculator.problems import MissingRate, PlanError, Problem, RatesError
    from calculator.rates import Rates


def __getattr__(name):
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError("module 'calculator' has no attribute " + repr(name))


def __dir__():
    return sorted(set(globals()) | set(_HOME))
