"""What may stand as a quote: words by which somebody says something.

A greeting, bare agreement, a link, a command for a bot, a notice of the chat program and the talk
that keeps a meeting running are kept in the record and counted; none of them is what a class found.
Told by plain rules for English; words in other languages pass if there are enough of them.
"""

from __future__ import annotations

import re

FEWEST_WORDS = 4
FEWEST_CHARACTERS = 8
"""Of a quote, in words, or in characters of scripts that put no spaces between words."""
_LONGEST_EMPTY = 16
"""Words: more of them are no greeting, agreement or housekeeping."""
_LONGEST_GREETING = 160
"""Characters."""

_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)\S+", re.IGNORECASE)
_CODES = re.compile(r"<(?:a?:\w+:\d+|[@#][!&]?\d+|t:-?\d+(?::\w)?|/[^>]+:\d+)>|:\w{2,32}:")
_COMMAND = re.compile(r"[/!?$.][a-z][\w\-]*(?:\s|\Z)", re.IGNORECASE)
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003134f]"
)
_MARKS = " \t\n.,;:!?…()[]\"'“”‘’*_~`|>-–—&/+"

_GREETING_WORDS = """
    a afternoon all am and are back be bye can care class colleagues coming day dear dears evening
    every everybody everyone folks for friend friends from good goodbye great greetings guys have
    having hello here hey hi hiya how i in is it joining later lovely luck me meet morning much my
    next nice night of on please pleased see so soon sorry take team thank thanks the there time to
    today tomorrow too very week weekend welcome well what when where will wonderful you your
"""
_GREETING = frozenset(_GREETING_WORDS.split())
_GREETS = _GREETING & frozenset(
    {"afternoon", "bye", "evening", "goodbye", "greetings", "hello", "hey", "hi", "hiya", "luck"}
    | {"meet", "morning", "night", "thank", "thanks", "weekend", "welcome"}
)
_AGREEMENT_WORDS = """
    1 a about absolutely actually agree agreed agreeing all also am amen and at be been by comment
    completely correct couldn't definitely do exactly excellent fair feel for fully good great haha
    her here him i i'd i'm idea in indeed is it just like lol love made makes me more much my nice
    now of oh ok okay on one only perfect point points precisely really right said same say says
    second seconded sense so strongly such sure thank thanks that that's the them there these they
    think this those to too totally true us very was way well what with wow would yeah yep yes you
    you're your
"""
_AGREEMENT = frozenset(_AGREEMENT_WORDS.split())
_AGREES = _AGREEMENT & frozenset(
    {"1", "absolutely", "agree", "agreed", "amen", "correct", "definitely", "exactly", "good"}
    | {"great", "haha", "indeed", "lol", "love", "nice", "ok", "okay", "perfect", "precisely"}
    | {"right", "same", "seconded", "sure", "thank", "thanks", "true", "wow", "yeah", "yep", "yes"}
)
_HOUSEKEEPING_RULES = r"""
    (?:can|could) (?:you|everyone|everybody|anyone|anybody|people)(?: all)?
        (?:hear|see) (?:me|us|it|this|my screen|the (?:screen|slides?))
    (?:i|we) (?:can't|cannot|can not|could not|couldn't)
        (?:hear|see) (?:you|anything|anyone|it|the (?:screen|slides?))
    (?:my|your|the) (?:mic|microphone|camera|audio|sound|video|wifi|internet|connection|screen)
        (?:is|isn't|is not|was|has|does not|doesn't|keeps|went)(?: not)?
        (?:work|working|on|off|muted|broken|bad|weak|frozen|gone|down|slow|died|dropped|dropping
        |breaking up|cutting out)
    (?:you are|you're|i was|we were|i am|i'm) (?:still )?(?:on mute|muted|frozen)
    (?:i am|i'm|im|for being|that i am) (?:so |a bit |a little )?late
    (?:i|we) (?:have to|need to|must|got to|gotta|should) (?:go|leave|drop(?: off| out)?)
    (?:i will |i'll )?(?:be|am|i'm) (?:right )?back(?: (?:in|after) .{1,20})?
    (?:i )?(?:just )?(?:joined|arrived|got here|rejoined)
    where (?:is|are|can i find|do i find|do we find) the (?:MATERIAL)
    (?:is|are) (?:this|we|it) (?:being )?recorded
    (?:can|could|would) (?:you|someone|somebody|anyone) (?:please )?
        (?:post|share|send|resend|repeat|put) (?:the|that) (?:MATERIAL)
    (?:what|which) (?:time|round|page|slide)
        (?:is it|are we (?:on|in|at)|do we (?:start|end|finish))
    how (?:many minutes|much time) (?:do we have|are|is)(?: left)?
    (?:shall|should|can) we (?:start|begin|go on|move on|take a break|have a break)
"""
_MATERIAL = "link|slides?|recording|file|document|doc|reading|channel|question|form|room|page"
_BEFORE = "(?:(?:sorry|hi|hello|ok|okay|and|but|everyone) )*"
_AFTER = "(?: (?:now|please|again|today|everyone|everybody|all|yet|soon|early|a bit|for me|here))*"
_HOUSEKEEPING = re.compile(
    _BEFORE
    + "(?:"
    + "|".join(
        " ".join(rule.split("\n        ")).strip()
        for rule in re.split(r"\n    (?=\S)", _HOUSEKEEPING_RULES.replace("MATERIAL", _MATERIAL))
        if rule.strip()
    )
    .replace("(?:please )? ", "(?:please )?")
    .replace(" |", "|")
    + f"){_AFTER}"
)
"""One rule a line of those above, a deeper line going on with the one before it."""
_NOTICES = r"""
    joined the (?:server|channel|group|call|thread)
    left the (?:group|call|thread)
    pinned a message(?: to this channel)?
    started a (?:thread|call)(?:[: ].{0,120})?
    missed a call.{0,40}
    changed the (?:channel (?:name|icon)|group (?:name|icon)|topic)(?:[: ].{0,120})?
    boosted the server.{0,40}
    created the (?:group|channel)
    (?:added|removed) \S+(?: (?:to|from) the (?:group|thread))?
"""
_NOTICE = re.compile(
    "(?:" + "|".join(rule.strip() for rule in _NOTICES.strip().split("\n")) + r")\.?",
    re.IGNORECASE,
)


def is_quotable(text: str) -> bool:
    """Whether words may be quoted: long enough, and somebody says something with them."""
    text = text.strip()
    if is_notice(text) or _COMMAND.match(text) is not None:
        return False
    words = _words(plain(text))
    if len(words) > _LONGEST_EMPTY:
        return True
    return _long_enough(words) and not (
        _only(words, _GREETING, _GREETS)
        or _only(words, _AGREEMENT, _AGREES)
        or _HOUSEKEEPING.fullmatch(" ".join(words).casefold()) is not None
    )


def plain(text: str) -> str:
    """The words alone, without addresses and the codes of a chat program."""
    if "/" in text or "www." in text.casefold():
        text = _ADDRESS.sub(" ", text)
    return _CODES.sub(" ", text).strip() if "<" in text or ":" in text else text.strip()


def is_notice(text: str) -> bool:
    """Whether a text is what a chat program writes in somebody's name."""
    return _NOTICE.fullmatch(text.strip()) is not None


def is_greeting(text: str) -> bool:
    """Whether a text only greets, thanks or says goodbye."""
    words = _words(text[:_LONGEST_GREETING])
    return len(text) <= _LONGEST_GREETING and _only(words, _GREETING, _GREETS)


def _only(words: list[str], vocabulary: frozenset[str], telling: frozenset[str]) -> bool:
    """Whether there is no word but those, names apart, and one of those that tell."""
    folded = [word.casefold() for word in words]
    if telling.isdisjoint(folded):
        return False
    # A name is written with a capital, as in "Thank you Ann"; so is how a sentence begins.
    strange = [w for w, low in zip(words, folded, strict=True) if low not in vocabulary]
    return len(strange) <= 2 and all(word[:1].isupper() for word in strange)


def _long_enough(words: list[str]) -> bool:
    if len(words) >= FEWEST_WORDS:
        return True
    whole = " ".join(words)
    unspaced = len(_UNSPACED.findall(whole))
    spaced = len(_words(_UNSPACED.sub(" ", whole)))
    return 2 * spaced + unspaced >= FEWEST_CHARACTERS


def _words(text: str) -> list[str]:
    """What stands between spaces and has a letter or digit."""
    parts = (part.strip(_MARKS) for part in text.replace("’", "'").split())
    return [part for part in parts if part and (part[0].isalnum() or _has_sign(part))]


def _has_sign(part: str) -> bool:
    return any(sign.isalnum() for sign in part)
