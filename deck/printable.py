"""Text made fit for XML and for a reader's eye, whatever it holds."""

from __future__ import annotations

import re

_DROP = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufdd0-\ufdef\ufff9-\uffff"
    + "".join(chr(plane * 0x10000 + low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_EMOJI = re.compile(r"<a?:(\w{1,40}):\d{1,25}>")
_MENTION = re.compile(r"<@[!&]?\d{1,25}>")
_CHANNEL = re.compile(r"<#\d{1,25}>")
_FORMULA = re.compile(r"[=+\-@{\t\r]|(?:ftp|https?|mailto|internal|external):", re.IGNORECASE)


def printable(text: str) -> str:
    """Text for one paragraph: no control, override or half character; Discord's codes as words."""
    text = _DROP.sub("", " ".join(text.split()))
    if "<" in text:
        text = _EMOJI.sub(r":\1:", text)
        text = _CHANNEL.sub("#channel", _MENTION.sub("@someone", text))
    return text.strip()


def paragraphs(text: str) -> str:
    """The same for text whose line ends are kept."""
    return "\n".join(printable(line) for line in text.split("\n"))


def cell(text: str) -> str:
    """Text for the worksheet behind a chart: never a formula, never a link."""
    text = printable(text)
    return f" {text}" if _FORMULA.match(text) else text
