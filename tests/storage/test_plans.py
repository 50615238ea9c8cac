"""Every statement of the store finds its rows by an index (``tests.storage.plans`` watches)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from discussion.model import Endorsement, Link, LinkKind, State
from discussion.model.house import PLAIN
from discussion.model.kept_files import KeptFile
from discussion.model.preferences import Preferences
from discussion.ports.store import Transaction
from discussion.ports.term import TermTransaction
from storage.database.engine import Use, database_url, open_engine
from storage.rows.outbox import outbox
from storage.store.outbox import Outbox
from storage.store.pruning import prune
from storage.store.store import SqlStore
from tests.storage.material import (
    GUILD,
    ID,
    MINUTE,
    NOW,
    a_contribution,
    a_discussion,
    a_due,
    a_post,
    a_speech,
)
from tests.storage.plans import Plans
from tests.storage.rows.test_after_class import OWN, SHOWN
from tests.storage.rows.test_term import CLASS, COURSE, PROMISE, SETTING, SWAP, TOPIC

CHANGES: dict[str, Callable[[Any], object]] = {
    "save": lambda tx: tx.save(replace(a_discussion(), state=State.ENDED)),
    "add_contribution": lambda tx: tx.add_contribution(a_contribution(3)),
    "replace_contribution": lambda tx: tx.replace_contribution(a_contribution(1)),
    "add_link": lambda tx: tx.add_link(GUILD, Link(1, 2, LinkKind.SUPPORTS)),
    "endorse": lambda tx: tx.endorse(GUILD, Endorsement(1, 12)),
    "unendorse": lambda tx: tx.unendorse(GUILD, Endorsement(1, 12)),
    "add_speech": lambda tx: tx.add_speech(a_speech()),
    "keep_format": lambda tx: tx.keep_format(GUILD, "ours", "title"),
    "remove_format": lambda tx: tx.remove_format(GUILD, "ours"),
    "keep_rule": lambda tx: tx.keep_rule(GUILD, "wave_gap", "90 s"),
    "forget_rule": lambda tx: tx.forget_rule(GUILD, "wave_gap"),
    "keep_house": lambda tx: tx.keep_house(GUILD, PLAIN),
    "set_preferences": lambda tx: tx.set_preferences(GUILD, 11, Preferences()),
    "save_presentation": lambda tx: tx.save_presentation(SHOWN),
    "keep_reflection": lambda tx: tx.keep_reflection(OWN),
    "remove_reflection": lambda tx: tx.remove_reflection(GUILD, ID, 11),
    "expect": lambda tx: [tx.expect(GUILD, ID, due) for due in ([a_due("close", NOW)], [])],
    "claim_due": lambda tx: [tx.expect(GUILD, ID, [a_due("c", NOW)]), tx.claim_due(NOW, 5)],
    "put_aside": lambda tx: tx.put_aside(a_due("c", NOW), "an error", NOW + MINUTE),
    "apart": lambda tx: tx.apart().__enter__(),
    "keep_files": lambda tx: tx.keep_files(GUILD, ID, 1, [KeptFile("a.png", b"x")]),
    "forget_files": lambda tx: tx.forget_files(GUILD, 1),
    "post": lambda tx: tx.post(a_post("panel", replaces=True)),
    "mark_sent": lambda tx: tx.mark_sent("said", 500, NOW),
    "unsent_posts": lambda tx: tx.unsent_posts(GUILD, ID),
    "drop_post": lambda tx: tx.drop_post(a_post("said"), NOW),
    "mark_failed": lambda tx: tx.mark_failed("said", "gone", NOW),
}
TERM_CHANGES: dict[str, Callable[[Any], object]] = {
    "save_course": lambda term: term.save_course(COURSE),
    "save_topic": lambda term: term.save_topic(TOPIC),
    "save_class": lambda term: term.save_class(CLASS),
    "remove_class": lambda term: term.remove_class(GUILD, CLASS.id),
    "save_swap": lambda term: term.save_swap(SWAP),
    "set_reminder": lambda term: term.set_reminder(SETTING),
    "save_promise": lambda term: term.save_promise(PROMISE),
}


def test_every_change_of_the_ports_is_made_here() -> None:
    for port, made in ((Transaction, CHANGES), (TermTransaction, TERM_CHANGES)):
        known = {name for name in vars(port) if not name.startswith("_")}
        assert known - {"term"} == set(made)


async def test_no_change_and_no_look_into_the_outbox_reads_a_growing_table_whole(
    running: SqlStore, no_whole_tables: Plans
) -> None:
    def talk(tx: Transaction) -> None:
        tx.add_contribution(a_contribution(1))
        tx.add_contribution(a_contribution(2))
        tx.post(a_post("said"))

    def term(tx: Transaction) -> None:
        tx.term.save_topic(TOPIC)
        tx.term.save_class(replace(CLASS, id=SWAP.takes, event_id=78))

    await running.write(talk)
    await running.write(term)
    box = Outbox(running)
    await box.lease(NOW, lease_for=MINUTE, limit=10)
    await box.retry("said", NOW + MINUTE, "later")
    await box.release("said")
    for change in CHANGES.values():
        await running.write(change)
    for name in ("save_course", "save_class", "save_swap", "set_reminder", "save_promise"):
        change_term = TERM_CHANGES[name]
        await running.write(lambda tx, change=change_term: change(tx.term))  # type: ignore[misc]  # a default argument binds it
    await running.write(lambda tx: tx.term.remove_class(GUILD, CLASS.id))
    await box.recover()
    await box.next_at()
    await box.waiting()
    await prune(running, NOW + timedelta(days=8))
    assert no_whole_tables.whole == []


@pytest.mark.parametrize("condition", ["reason = 'full'", "lower(dedup) = 'p'"])
async def test_a_statement_that_reads_a_growing_table_whole_is_seen(
    running: SqlStore, database: str, condition: str
) -> None:
    plans = Plans(of_storage=False)
    engine = plans.watch(open_engine(database_url(database), Use.READ))
    with engine.begin() as connection:
        connection.execute(select(outbox.c.id).where(outbox.c.dedup == "p"))
        assert plans.whole == []
        connection.execute(select(outbox.c.id).where(text(condition)))
    engine.dispose()
    assert len(plans.whole) == 1
    assert "outbox" in plans.whole[0]
