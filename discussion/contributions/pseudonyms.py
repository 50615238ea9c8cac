"""Pseudonyms: what nameless words are signed with, where a format wants that.

One person bears one pseudonym within a discussion. It is drawn with a secret of that discussion,
so that nobody can work it out from ids, and the next discussion draws anew. Nothing else about it
is kept but with the participant, who can so be told apart without being known.
"""

from __future__ import annotations

import hashlib
import hmac
import tomllib
from dataclasses import replace
from importlib import resources
from typing import Final

from discussion.model import Contribution, Discussion


def _read() -> tuple[str, ...]:
    data = tomllib.loads(
        resources.files("discussion").joinpath("data/pseudonyms.toml").read_text("utf-8")
    )
    return tuple(f"{first} {second}" for first in data["first"] for second in data["second"])


NAMES: Final = _read()
"""Every pseudonym there is."""


def given(discussion: Discussion, person_id: int) -> Discussion:
    """The discussion in which a participant has a pseudonym, if its format wants one.

    No two people of a discussion share one while there are names left.
    """
    person = discussion.participants[person_id]
    if discussion.pseudonym_secret is None or person.pseudonym is not None:
        return discussion
    taken = {p.pseudonym for p in discussion.participants.values()}
    taken |= {p.name for p in discussion.participants.values()}
    free = [name for name in NAMES if name not in taken] or list(NAMES)
    key = discussion.pseudonym_secret.encode()
    draw = int.from_bytes(hmac.digest(key, str(person_id).encode(), hashlib.sha256), "big")
    return discussion.with_participant(replace(person, pseudonym=free[draw % len(free)]))


def signed(discussion: Discussion, contribution: Contribution) -> str | None:
    """The pseudonym under nameless words; None where there is none.

    Words that once stood under their author's name get none: whoever read them then would know
    all the others with the same pseudonym.
    """
    if not contribution.anonymous or contribution.once_named:
        return None
    author = discussion.participants.get(contribution.author_id)
    return author.pseudonym if author else None
