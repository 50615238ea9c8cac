"""Posts about groups: the message from which a thread hangs, the thread, and its changes."""

from __future__ import annotations

from discussion.model import Discussion, naming
from discussion.model.arrangement import Group
from discussion.model.effects import Json, Post, PostKind
from discussion.posts.composing import compose


def group_changes(before: Discussion | None, after: Discussion) -> tuple[Post, ...]:
    """What is to be posted because the groups of a discussion are others than before.

    A thread's id is that of the message from which it hangs. So it is known, and kept, before the
    thread is made, and nothing that is written there can be missed.
    """
    old = {_key(group): group for group in before.groups} if before else {}
    made: list[Post] = []
    for group in after.groups:
        known = old.get(_key(group))
        if known == group:
            continue
        if known is None:
            made.append(_group(after, group))
        elif group.thread_id is not None:
            made += _changes(after, known, group, group.thread_id)
    return tuple(made)


def _changes(discussion: Discussion, known: Group, group: Group, thread_id: int) -> list[Post]:
    if known.thread_id is None:
        thread = _thread(discussion, group, thread_id)
        return [thread, _close(discussion, group, thread_id)] if group.closed_at else [thread]
    made = [
        _note(discussion, group, thread_id, person)
        for person in group.members
        if person not in known.members
    ]
    if group.closed_at is not None and known.closed_at is None:
        made += _farewell(discussion, group, thread_id)
        made.append(_close(discussion, group, thread_id))
    return made


def _key(group: Group) -> tuple[int, int]:
    return group.round_number, group.number


def _name(discussion: Discussion, group: Group) -> str:
    return naming.group(discussion.id, group.round_number, group.number)


def _data(discussion: Discussion, group: Group) -> dict[str, Json]:
    people = discussion.participants
    plan = discussion.plans[group.round_number - 1]
    return {
        "round": group.round_number,
        "group": group.number,
        "title": plan.title,
        "question": plan.question,
        "stem": plan.stem,
        "members": list(group.members),
        "names": [people[person].name for person in group.members],
    }


def _group(discussion: Discussion, group: Group) -> Post:
    """Who is in a group, in the channel."""
    return compose(discussion, PostKind.GROUP, _name(discussion, group), _data(discussion, group))


def _thread(discussion: Discussion, group: Group, thread_id: int) -> Post:
    """A group's thread, with everybody who is in the group by now."""
    return compose(
        discussion,
        PostKind.GROUP_THREAD,
        f"{_name(discussion, group)}:thread",
        {**_data(discussion, group), "parent": discussion.place.channel_id},
        channel_id=thread_id,
    )


def _note(discussion: Discussion, group: Group, thread_id: int, person_id: int) -> Post:
    """Somebody comes to a group, said in its thread."""
    return compose(
        discussion,
        PostKind.GROUP_NOTE,
        f"{_name(discussion, group)}:joined:{person_id}",
        {"members": [person_id], "question": discussion.current_plan.question, "moved_to": None},
        channel_id=thread_id,
    )


def _farewell(discussion: Discussion, group: Group, thread_id: int) -> list[Post]:
    """Where somebody goes on whose group has dissolved, said in the thread that they leave."""
    others = [
        each
        for each in discussion.groups
        if each.round_number == group.round_number
        and each.closed_at is None
        and each.thread_id is not None
        and set(each.members) & set(group.members)
    ]
    return [
        compose(
            discussion,
            PostKind.GROUP_NOTE,
            f"{_name(discussion, group)}:moved",
            {"members": list(group.members), "question": "", "moved_to": other.thread_id},
            channel_id=thread_id,
        )
        for other in others[:1]
    ]


def _close(discussion: Discussion, group: Group, thread_id: int) -> Post:
    """The end of a group's thread: nobody writes there any more, everybody can read it."""
    return compose(
        discussion,
        PostKind.GROUP_CLOSE,
        f"{_name(discussion, group)}:close",
        {},
        channel_id=thread_id,
    )
