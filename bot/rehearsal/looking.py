"""What somebody does in the review of a rehearsal: their own words, and the headlines."""

from __future__ import annotations

import re

from cogs.after_class import review_words as words
from simulator import Member, MemberError, Reply

_NUMBERED = re.compile(r"\*\*(\d+)\.\*\*[^\n]*\n> (.*)")
_ENOUGH = 30
"""So many characters tell somebody's contributions apart."""


async def find(member: Member, page: Reply, text: str) -> str:
    """Turn to the page of one's own words on which these stand; their number there."""
    start = " ".join(text.split())[:_ENOUGH]
    while True:
        shown = page.message.text if page.message is not None else ""
        for number, said in _NUMBERED.findall(shown):
            if start and start in said:
                return str(number)
        # Where there is no later page, its button is missing, and that is said.
        await (await member.press(page, label=words.LATER)).resolved()


async def put_right(member: Member, page: Reply, number: str, text: str) -> None:
    """Let one of one's contributions read differently."""
    form = await member.press(page, label=f"{number}: {words.FIX}")
    await (await member.submit(form, {"text": text})).resolved()


async def take_back(member: Member, page: Reply, number: str) -> None:
    """Withdraw one of one's contributions."""
    await (await member.press(page, label=f"{number}: {words.TAKE_BACK}")).resolved()


async def pick_headlines(member: Member, page: Reply, which: int) -> None:
    """Choose for every theme of a page the first headline, the second or the third."""
    if page.message is None:
        raise MemberError("there are no headlines to choose")
    for menu in page.message.menus:
        options = menu["options"]
        picked = options[min(max(which, 1), len(options)) - 1]["value"]
        reply = await member.choose(page, [picked], custom_id=menu["custom_id"])
        await reply.resolved()
