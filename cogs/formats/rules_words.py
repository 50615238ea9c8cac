"""The rules of facilitation, as lecturers read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cogs.text.escaping import count, fitting, label, one_line
from discussion.formats.rules import RULES, Rule
from discussion.model.policy import Value
from discussion.service.lifecycle.rules import Change, RulesHere

RULES_COMMAND: Final = "For lecturers: when and how often people are invited, and the like"
VIEW: Final = "For lecturers: the rules of this server, or one of them"
CHANGE: Final = "For lecturers: change a rule, for discussions begun from now on"
RESET: Final = "For lecturers: let a rule, or all of them, be as usual again"
RULE: Final = "Which rule"
VALUE: Final = "Such as 60 %, 90 s, 2 min or 3"
RESET_RULE: Final = "Which rule; all of them if left out"
FILE: Final = "rules.txt"
NOTHING_CHANGED: Final = "All rules are as usual in this server."
NOW: Final = "as it is here"
USUAL: Final = "as usual"
LEAST: Final = "the least"
MOST: Final = "the most"
_FROM_NOW_ON: Final = (
    "This holds for discussions begun from now on; what is running keeps its rules."
)


def overview(here: RulesHere) -> str:
    """What a server and the formats change; a file says the rest."""
    changed = [
        f"• `{name}`: **{RULES[name].show(value)}** (usually "
        f"{RULES[name].show(getattr(here.usual, name))}). {RULES[name].meaning}"
        for name, value in here.changes.items()
    ]
    head = "**Changed in this server**" if changed else NOTHING_CHANGED
    own = [
        f"• {one_line(each.title, 80)}: "
        + ", ".join(f"`{name}` {RULES[name].show(value)}" for name, value in each.policy.items())
        for each in here.formats
    ]
    told = ["**What formats say themselves**, whatever the server says", *own] if own else []
    last = f"All {len(RULES)} rules are in the file. `/rules change` changes one."
    return fitting([last, head, *changed, *told])


def listed(here: RulesHere) -> str:
    """Every rule in plain text, for a file."""
    return "\n\n".join(
        f"{name}: {rule.show(here.value(rule))}"
        f"{_usually(rule, here)}\n  {rule.meaning}\n  It goes {rule.bounds}."
        for name, rule in RULES.items()
    )


def one(rule: Rule, here: RulesHere) -> str:
    """One rule: what it says here, what it means, and how far it may be changed."""
    kept = [each.title for each in here.formats if rule.name in each.policy]
    lines = [
        f"`{rule.name}`: **{rule.show(here.value(rule))}**{_usually(rule, here)}",
        rule.meaning,
        f"It goes {rule.bounds}.",
        *_kept_by(kept),
    ]
    return fitting(lines)


def changed(change: Change) -> str:
    """A rule was changed, or said again what it said."""
    rule = change.rule
    if change.before == change.after:
        return f"`{rule.name}` is **{rule.show(change.after)}** already. {rule.meaning}"
    now, before = rule.show(change.after), rule.show(change.before)
    lines = [
        f"`{rule.name}` is now **{now}**, no longer {before}. {rule.meaning}",
        *_kept_by(change.kept_by),
        f"-# {_FROM_NOW_ON}",
    ]
    return fitting(lines)


def reset(changes: Sequence[Change]) -> str:
    """Rules are as usual again."""
    if not changes:
        return "Nothing was changed there, so all is as usual."
    head = f"As usual again: {count(len(changes), 'rule', 'rules')}."
    lines = [f"• `{each.rule.name}`: **{each.rule.show(each.after)}**" for each in changes]
    return fitting([head, f"-# {_FROM_NOW_ON}", *lines])


def choice(rule: Rule, value: Value) -> str:
    """A rule in the list that Discord offers while somebody types."""
    return label(f"{rule.name} · {rule.show(value)} · {rule.meaning}", 100)


def _usually(rule: Rule, here: RulesHere) -> str:
    usual: Value = getattr(here.usual, rule.name)
    return f" (usually {rule.show(usual)})" if here.value(rule) != usual else ""


def _kept_by(titles: Sequence[str]) -> list[str]:
    if not titles:
        return []
    shown = ", ".join(one_line(title, 60) for title in titles[:5])
    more = f" and {len(titles) - 5} more" if len(titles) > 5 else ""
    if len(titles) == 1:
        return [f"In the format {shown} it stays as the format says."]
    return [f"In the formats {shown}{more} it stays as those say."]
