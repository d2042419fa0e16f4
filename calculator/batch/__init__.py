"""Many plans at once: tables in, totals, months or ledger out, by partitions, here or on a cluster.

The engine is the same; nothing is worked out here. ``run.run_batch`` is a run, ``what_if.what_if`` a policy
question, ``schema`` the form of the tables, ``export`` writes them for plans.
"""
