"""Policy, and nothing else: one module per chapter of the rule book, each rule cited by its number.

Rules work on whole columns of cents and know neither plans nor screens. Amounts and limits come from ``rates``.
"""
