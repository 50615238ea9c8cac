"""Tests of the local Discord, driven by the unmodified discord.py client."""

import warnings

with warnings.catch_warnings():
    # discord.py imports audioop, which warns on Python 3.11 and 3.12; warnings are errors here.
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord  # noqa: F401 - imported for its side effect, once, before any test module
