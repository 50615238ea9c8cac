"""How fast it is, measured beside a limit or a peer in the same run.

``python -m benchmarks`` runs all of them in about two minutes, ``python -m benchmarks.recording``
(``timers``, ``deck``) one. Figures depend on the machine, so each stands beside something that was
measured a moment before on the same one. A benchmark reports and judges nothing by its exit code:
that is 0 unless it breaks. What was seen is in ``docs/benchmarks.md``.
"""
