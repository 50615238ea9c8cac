"""A lecturer changes rules for a server; every discussion that begins there keeps to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from discussion.formats import files
from discussion.formats.files import Mistake
from discussion.lifecycle.waking import due_actions
from discussion.model import Format, Place
from discussion.model.effects import DueKind
from discussion.model.errors import BadInput, DiscussionError, NotAllowed
from discussion.model.policy import Policy
from tests.discussion.conftest import PROMPT, Classroom, a_service
from tests.discussion.formats.test_files import RULED
from tests.discussion.material import ADA, GUILD, LECTURER, MINUTE, PLACE, SECOND, is_plain

ELSEWHERE = Place(GUILD + 5, GUILD + 6)


async def change(room: Classroom, name: str, typed: str) -> None:
    await room.service.rules.change(GUILD, LECTURER, name, typed)


async def test_a_change_holds_for_discussions_begun_from_now_on_in_this_server_alone(
    room: Classroom,
) -> None:
    running = await room.start()
    await change(room, "wave_gap", "90 s")
    await change(room, "opener_share", "30 %")
    next_door = await room.start(place=Place(GUILD, GUILD + 9))
    assert next_door.policy.wave_gap == 90 * SECOND
    opener = {each.kind: each.due_at for each in due_actions(next_door, room.clock.now())}
    assert opener[DueKind.OPENER] == room.clock.now() + 6 * MINUTE
    assert (await room.service.archive.one(GUILD, running.id)).policy == PROMPT
    assert (await room.start(place=ELSEWHERE)).policy == PROMPT


async def test_changes_outlive_the_bot(room: Classroom) -> None:
    await change(room, "wave size", "7")
    again = a_service(room.store, room.clock)
    assert (await again.rules.here(GUILD, LECTURER)).changes == {"wave_size": 7}


async def test_a_lecturers_format_goes_before_the_server(room: Classroom) -> None:
    await room.service.formats.add(GUILD, LECTURER, "quick", RULED)
    told = await room.service.rules.change(GUILD, LECTURER, "inner_at_most", "5")
    assert told.kept_by == ("Quick talk",)
    await change(room, "wave_size", "7")
    await change(room, "opener_share", "55 %")
    quick = await room.start("quick")
    assert (quick.policy.inner_at_most, quick.policy.wave_size) == (8, 7)
    assert quick.policy.grace_at_least == timedelta(seconds=90)
    # An opener at 55 % would come after the invitations of this format, at 50 %.
    assert quick.policy.opener_share == Policy().opener_share
    talk = await room.start(place=Place(GUILD, GUILD + 9))
    assert (talk.policy.inner_at_most, talk.policy.opener_share) == (5, 0.55)


async def test_a_reset_makes_one_rule_or_all_as_usual(room: Classroom) -> None:
    for name, typed in (("wave_gap", "90 s"), ("wave_size", "7"), ("cue_turns", "4")):
        await change(room, name, typed)
    (one,) = await room.service.rules.reset(GUILD, LECTURER, "wave_gap")
    assert (one.before, one.after) == (90 * SECOND, Policy().wave_gap)
    assert set((await room.service.rules.here(GUILD, LECTURER)).changes) == {
        "wave_size",
        "cue_turns",
    }
    assert len(await room.service.rules.reset(GUILD, LECTURER, None)) == 2
    assert await room.service.rules.reset(GUILD, LECTURER, None) == ()
    assert (await room.start()).policy == PROMPT


@pytest.mark.parametrize(
    ("name", "typed"),
    [("wave_gap", "soon"), ("no such rule", "3"), ("invite_share", "40 %"), ("grace_share", "70%")],
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    room: Classroom, name: str, typed: str
) -> None:
    with pytest.raises(BadInput):
        await change(room, name, typed)
    assert (await room.service.rules.here(GUILD, LECTURER)).changes == {}


async def test_a_reset_that_would_not_go_with_another_change_is_refused(room: Classroom) -> None:
    await change(room, "copilot_share", "90 %")
    await change(room, "small_group_invite_share", "85 %")
    await change(room, "invite_share", "80 %")
    with pytest.raises(BadInput, match=r"“invite_share” .80 %. may not be more than") as caught:
        await room.service.rules.reset(GUILD, LECTURER, "copilot_share")
    assert str(caught.value).endswith(": change the other one first.")
    assert (await room.start()).policy.copilot_share == 0.9


async def test_only_a_lecturer_sees_and_changes_rules(room: Classroom) -> None:
    rules = room.service.rules
    for work in (
        rules.here(GUILD, ADA),
        rules.change(GUILD, ADA, "wave_size", "7"),
        rules.reset(GUILD, ADA, None),
    ):
        with pytest.raises(NotAllowed) as caught:
            await work
        assert isinstance(caught.value, DiscussionError)
        assert is_plain(caught.value)
    assert (await room.start(place=PLACE)).policy == PROMPT


async def test_a_row_that_is_no_value_any_more_changes_nothing_and_goes_with_a_reset(
    room: Classroom,
) -> None:
    await room.store.write(lambda tx: tx.keep_rule(GUILD, "rule_of_old", "3"))
    assert (await room.start()).policy == PROMPT
    await room.service.rules.reset(GUILD, LECTURER, None)
    assert await room.store.read(lambda reader: reader.rules(GUILD)) == {}


async def test_a_kept_format_is_read_once_however_often_it_is_asked_for(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.service.formats.add(GUILD, LECTURER, "quick", f"{RULED}\n# asked for often\n")
    read, once = list[str](), files.read

    def counted(name: str, text: str) -> tuple[Format | None, tuple[Mistake, ...]]:
        read.append(name)
        return once(name, text)

    monkeypatch.setattr(files, "read", counted)
    for _ in range(3):
        assert "quick" in await room.service.formats.known(GUILD)
    assert read == ["quick"]
