"""FEEL, the expression language of forms, gateways and tables (DMN 1.5, chapter 10).

Text is compiled once to Python functions and then called with values; see `values` for what a value is in Python.
"""

from fahrwasser.core.feel.expression import Expression, Tests, compile_expression, compile_tests
from fahrwasser.core.feel.values import Value, from_json, to_json

__all__ = ["Expression", "Tests", "Value", "compile_expression", "compile_tests", "from_json", "to_json"]
