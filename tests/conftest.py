"""How many random examples the property tests try, where they do not say so themselves."""

from hypothesis import settings

settings.register_profile("roundtable", max_examples=40)
settings.load_profile("roundtable")
