"""From what was said to what is shown: pure functions over plain values.

``choose`` is the whole selection in one call, for any program: contributions and a budget of words
in, verbatim lines out, with everybody among them if the budget allows it at all.
"""

from deck.synthesis.choosing import Chosen, Contribution, choose

__all__ = ["Chosen", "Contribution", "choose"]
