"""Names of posts and due actions: what happens once bears one name, for good."""

from __future__ import annotations

import hashlib
from datetime import datetime

from discussion.model import Discussion, DiscussionId, Round


def panel(discussion_id: DiscussionId, round_number: int) -> str:
    """The panel of a round."""
    return f"{discussion_id}:r{round_number}:panel"


def panel_edit(discussion_id: DiscussionId, round_number: int) -> str:
    """The edit that brings a round's panel up to date."""
    return f"{discussion_id}:r{round_number}:panel:edit"


def reveal(discussion_id: DiscussionId, round_number: int, part: int) -> str:
    """One part of the reveal of a silent round."""
    return f"{discussion_id}:r{round_number}:reveal:{part}"


def said(discussion_id: DiscussionId, contribution_id: int, *, anonymous: bool) -> str:
    """The post that shows words given by command; made anonymous later, they are posted anew."""
    return f"{discussion_id}:said:{contribution_id}" + (":anonymous" if anonymous else "")


def hide(discussion_id: DiscussionId, message_id: int) -> str:
    """The removal of a message."""
    return f"{discussion_id}:hide:{message_id}"


def group(discussion_id: DiscussionId, round_number: int, number: int) -> str:
    """The post from which a group's thread hangs."""
    return f"{discussion_id}:r{round_number}:group:{number}"


def deck(discussion_id: DiscussionId) -> str:
    """The post with the deck."""
    return f"{discussion_id}:deck"


def deck_progress(discussion_id: DiscussionId) -> str:
    """The post that says how far the deck is, until the deck takes its place."""
    return f"{discussion_id}:deck:progress"


def previews(discussion_id: DiscussionId) -> str:
    """The post with pictures of the deck."""
    return f"{discussion_id}:previews"


def slide(discussion_id: DiscussionId, run: int) -> str:
    """The post that shows the slides of a presentation, one after the other."""
    return f"{discussion_id}:present:{run}"


def slide_swap(discussion_id: DiscussionId, run: int, number: int) -> str:
    """An offer to swap slides of a presentation."""
    return f"{discussion_id}:present:{run}:swap:{number}"


def reflection(discussion_id: DiscussionId) -> str:
    """The post that offers everybody a moment for themselves."""
    return f"{discussion_id}:reflection"


def review(discussion_id: DiscussionId) -> str:
    """The post under which everybody looks at their words."""
    return f"{discussion_id}:review"


def deck_again(discussion_id: DiscussionId) -> str:
    """The deck anew, in place of the one that was posted."""
    return f"{discussion_id}:deck:again"


def deck_outdated(discussion_id: DiscussionId, person_id: int, stamp: int) -> str:
    """The word to somebody who has an older deck; once for each time they were given one."""
    return f"{discussion_id}:deck:outdated:{person_id}:{stamp}"


def undelivered(discussion_id: DiscussionId, person_id: int, *, about_deck: bool) -> str:
    """The word to somebody who leads that the class, or its deck, cannot be posted."""
    which = "deck:undelivered" if about_deck else "undelivered"
    return f"{discussion_id}:{which}:{person_id}"


def opener(discussion_id: DiscussionId, round_number: int) -> str:
    """The public opener of a round."""
    return f"{discussion_id}:r{round_number}:opener"


def hands(discussion_id: DiscussionId, round_number: int) -> str:
    """The post of a round that shows the floor and who waits for it."""
    return f"{discussion_id}:r{round_number}:hands"


def copilot(discussion_id: DiscussionId, round_number: int, person_id: int) -> str:
    """The private word to somebody who leads, once a round."""
    return f"{discussion_id}:r{round_number}:copilot:{person_id}"


def cue(discussion_id: DiscussionId, round_number: int, person_id: int) -> str:
    """The private word to somebody who said much, once a round."""
    return f"{discussion_id}:r{round_number}:cue:{person_id}"


def leads(discussion_id: DiscussionId, person_id: int, now: datetime) -> str:
    """The private word to somebody who was asked to facilitate just now."""
    return f"{discussion_id}:leads:{person_id}:{now:%Y%m%dT%H%M%S%f}"


def stuck(discussion_id: DiscussionId, round_number: int, person_id: int) -> str:
    """The private word to somebody who leads that what was due could not be done."""
    return f"{discussion_id}:r{round_number}:stuck:{person_id}"


def asked(discussion_id: DiscussionId, round_number: int, which: str) -> str:
    """What whoever leads asks of the group: one suggestion is asked once a round."""
    return f"{discussion_id}:r{round_number}:asked:{which}"


def files(discussion_id: DiscussionId, contribution_id: int, *, anonymous: bool) -> str:
    """The post with the files of words; made anonymous later, they are posted anew."""
    return f"{discussion_id}:files:{contribution_id}" + (":anonymous" if anonymous else "")


def private_word(discussion_id: DiscussionId, about: str, person_id: int) -> str:
    """A line that somebody reads at most once in a discussion."""
    return f"{discussion_id}:{about}:{person_id}"


def invitation(discussion_id: DiscussionId, invitation_id: str) -> str:
    """The message that carries an invitation."""
    return f"{discussion_id}:invite:{invitation_id}"


def invitation_id(discussion: Discussion, person_id: int, round_: Round) -> str:
    """A short opaque name for the one invitation that a person may get in a round."""
    text = f"{discussion.id}.{discussion.seed}.{person_id}.{round_.number}"
    return hashlib.sha256(text.encode()).hexdigest()[:10]
