"""The class on the local Discord: each person does what the script says, at its time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import SystemClock
from bot.rehearsal import looking
from bot.rehearsal.script import Act, Player, Reaction, Script
from discussion.model.errors import DiscussionError
from simulator import (
    Channel,
    File,
    Guild,
    LocalDiscord,
    Member,
    MemberError,
    Message,
    NoAnswerError,
    Permission,
    Reply,
)
from simulator.state.permissions import MEMBER_DEFAULT

LOOK = 0.02
"""Real seconds between two looks at what a person's screen shows."""
WAIT = 10.0
"""Real seconds to wait for something that the bot must show."""
_CONTRIBUTE = {"contribute": "contribute", "contribute_anonymously": "contribute_anonymously"}


class RehearsalFailed(DiscussionError):
    """The class could not be played to its end; says where it stopped."""


class Cast:
    """Everybody of a script as members of one guild on the local Discord."""

    def __init__(self, discord: LocalDiscord, script: Script) -> None:
        guild = discord.add_guild(script.title)
        self.guild: Guild = guild
        self.channel: Channel = guild.add_text_channel("class")
        self.voice: Channel | None = guild.add_voice_channel("room") if script.is_spoken else None
        lecturers = guild.add_role("Lecturer", MEMBER_DEFAULT | Permission.MANAGE_MESSAGES)
        self.members: dict[str, Member] = {
            player.key: guild.add_member(
                player.name,
                roles=[lecturers] if player.key == script.lecturer else [],
                direct_messages_open=player.direct_messages_open,
                locale=player.locale,
            )
            for player in script.players
        }


class Performance:
    """One playing of a script."""

    def __init__(
        self,
        script: Script,
        cast: Cast,
        clock: SystemClock,
        progress: Callable[[timedelta, str], None],
    ) -> None:
        """``progress`` is called with the time in class and what happens."""
        self._script = script
        self._cast = cast
        self._clock = clock
        self._progress = progress
        self._messages: dict[str, Message] = {}
        self._texts = {act.id: act.text for act in script.acts if act.id}
        self._began_at: datetime | None = None

    async def play(self) -> None:
        """Play the class from its start to the deck. Raises ``RehearsalFailed``."""
        await self._start()
        waiting = [
            asyncio.create_task(self._answer_invitations(player))
            for player in self._script.players
            if player.when_invited is not None
        ] + [
            asyncio.create_task(self._use_quiet_button(player))
            for player in self._script.players
            if player.when_quiet_button is not None
        ]
        try:
            for act in self._script.acts:
                await self._until(act.at)
                self._progress(act.at, f"{self._member(act).name}: {act.do.replace('_', ' ')}")
                await self._perform(act)
            await self._deck()
        finally:
            for task in waiting:
                task.cancel()
            results = await asyncio.gather(*waiting, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise RehearsalFailed(f"Answering an invitation failed: {result}") from result

    async def _start(self) -> None:
        script, cast = self._script, self._cast
        options: dict[str, object] = {"topic": script.topic, "format": script.format}
        if script.case_text:
            data = script.case_text.encode()
            options["case"] = File(script.case_name, data, "text/markdown")
        if cast.voice is not None:
            options["voice"] = cast.voice
        facilitator = cast.members[script.facilitator]
        reply = await facilitator.slash(cast.channel, "discussion start", **options)
        await reply.resolved()
        self._began_at = self._clock.now()
        if self._panel() is None:
            try:
                await cast.channel.wait_for(lambda m: m.author.bot and bool(m.buttons), WAIT)
            except TimeoutError:
                raise RehearsalFailed(f"The discussion did not start: {reply.text}") from None

    async def _until(self, at: timedelta) -> None:
        if self._began_at is not None:
            await asyncio.sleep(self._clock.real_seconds_until(self._began_at + at))

    def _member(self, act: Act) -> Member:
        return self._cast.members[act.who]

    async def _perform(self, act: Act) -> None:
        try:
            await self._act(act)
        except (MemberError, NoAnswerError, TimeoutError) as error:
            where = f"{act.at.seconds // 60:02}:{act.at.seconds % 60:02}"
            raise RehearsalFailed(f"At {where}, {act.who} ({act.do}): {error}") from error

    async def _act(self, act: Act) -> None:  # noqa: C901, PLR0912 - one case for each verb
        member, channel = self._member(act), self._cast.channel
        match act.do:
            case "write" | "turn":
                self._keep(act, await member.write(channel, self._mentioned(act.text)))
            case "reply":
                target = await self._message(act.to)
                text = self._mentioned(act.text)
                reply_to = None if target is None or target.deleted else target
                self._keep(act, await member.write(channel, text, reply_to=reply_to))
            case "say":
                await self._command(
                    member,
                    "say",
                    text=act.text,
                    tags=" ".join(act.tags),
                    anonymous=act.anonymous,
                )
            case "build_on" | "challenge":
                menu = act.do.replace("_", " ").capitalize()
                reply = await member.message_menu(await self._shown(act.to), menu)
                await (await member.submit(reply, {"text": act.text})).resolved()
            case "speaks_for_me":
                reply = await member.message_menu(await self._shown(act.to), "This speaks for me")
                await reply.resolved()
            case "tag":
                reply = await member.message_menu(await self._shown(act.to), "Tag")
                values: dict[str, object] = {"themes": " ".join(act.tags)}
                if act.anonymous:
                    values["options"] = ["anonymous"]
                await (await member.submit(reply, values)).resolved()
            case "react":
                await member.react(await self._shown(act.to), act.emoji)
            case "edit":
                await member.edit(await self._shown(act.to), self._mentioned(act.text))
            case "delete":
                await member.delete(await self._shown(act.to))
            case "pass" | "opt_out":
                whole = act.do == "opt_out" or act.scope == "session"
                await self._command(member, "pass", scope="session" if whole else "round")
            case "hand" | "done" | "next_speaker" | "join_voice" | "leave_voice":
                await self._talk(member, act.do)
            case "join" | "step_out":
                await self._press_panel(member, "here" if act.do == "join" else "out")
            case "heard":
                # On the last panel, and once that is over below the review.
                await self._press_latest(member, "pulse", "", f".{act.value}")
            case "put_right" | "take_back" | "pick_headlines" | "fine":
                await self._review(member, act)
            case "leave":
                await member.leave()
            case "type":
                await member.type_in(channel)
            case "extend":
                await self._command(member, "discussion extend", minutes=act.minutes)
            case _:
                await self._command(member, f"discussion {act.do}")

    async def _talk(self, member: Member, verb: str) -> None:
        """Take turns by hands, and come into the voice channel or go."""
        match verb:
            case "hand":
                await self._command(member, "hand")
            case "next_speaker":
                await self._command(member, "speaker next")
            case "done":
                await self._press_hands(member, "done")
            case "join_voice" if self._cast.voice is not None:
                await member.join_voice(self._cast.voice)
            case _:
                await member.leave_voice()

    async def _review(self, member: Member, act: Act) -> None:
        """Look at one's words after the last round, and choose headlines."""
        if act.do == "fine":
            await self._press_latest(member, "review", "fine")
        elif act.do == "pick_headlines":
            page = await self._press_latest(member, "review", "headlines")
            await looking.pick_headlines(member, page, act.value)
        else:
            page = await self._press_latest(member, "review", "words")
            number = await looking.find(member, page, self._texts.get(act.to, ""))
            if act.do == "take_back":
                await looking.take_back(member, page, number)
            else:
                await looking.put_right(member, page, number, self._mentioned(act.text))

    async def _command(self, member: Member, name: str, **options: object) -> None:
        given = {key: value for key, value in options.items() if value != ""}
        reply = await member.slash(self._cast.channel, name, **given)
        await reply.resolved()

    async def _press_panel(self, member: Member, verb: str) -> None:
        """Press a button of the panel; between two rounds the next panel is waited for."""
        await self._press_latest(member, "panel", verb)

    async def _press_hands(self, member: Member, verb: str) -> None:
        """Press a button of the post with the queue; before the first hand it is waited for."""
        await self._press_latest(member, "hands", verb)

    async def _press_latest(self, member: Member, area: str, verb: str, end: str = "") -> Reply:
        """Press the latest button of an area, and verb if given, whose custom id ends so."""
        for _ in range(int(WAIT / LOOK)):
            wanted = f"{area}:v1:{verb}:" if verb else f"{area}:v1:"
            if (message := self._latest(wanted)) is not None:
                ids = [str(button.get("custom_id", "")) for button in message.buttons]
                custom_id = next(i for i in ids if i.startswith(wanted) and i.endswith(end))
                return await (await member.press(message, custom_id=custom_id)).resolved()
            await asyncio.sleep(LOOK)
        raise RehearsalFailed(f"The button “{verb}” did not appear.")

    def _panel(self) -> Message | None:
        return self._latest("panel:v1:")

    def _latest(self, begin: str) -> Message | None:
        """The latest message with a button whose custom id begins so."""
        for message in reversed(self._cast.channel.messages):
            if any(b.get("custom_id", "").startswith(begin) for b in message.buttons):
                return message
        return None

    def _keep(self, act: Act, message: Message) -> None:
        if act.id:
            self._messages[act.id] = message

    def _mentioned(self, text: str) -> str:
        """The text with @names as the client sends them: as mentions."""
        for member in self._cast.members.values():
            text = text.replace(f"@{member.name}", member.mention)
        return text

    async def _message(self, wanted: str) -> Message | None:
        """The message with the words of an earlier act; None if it shows nowhere."""
        if wanted in self._messages:
            return self._messages[wanted]
        start = self._texts.get(wanted, "")[:40]
        found = [m for m in self._cast.channel.messages if start and start in m.text]
        return found[-1] if found else None

    async def _shown(self, wanted: str) -> Message:
        for _ in range(int(WAIT / LOOK)):
            if (found := await self._message(wanted)) is not None:
                return found
            await asyncio.sleep(LOOK)
        raise RehearsalFailed(f"The words of “{wanted}” did not appear in the channel.")

    async def _answer_invitations(self, player: Player) -> None:
        member, answer = self._cast.members[player.key], player.when_invited
        answered: set[int] = set()
        while answer is not None:
            for message in (*member.ephemerals, *member.direct_messages):
                invited = any(
                    b.get("custom_id", "").startswith("invite:v1:") for b in message.buttons
                )
                if invited and message.id not in answered:
                    answered.add(message.id)
                    await self._later(answer)
                    await self._answer(member, message, answer)
            await asyncio.sleep(LOOK)

    async def _answer(self, member: Member, message: Message, answer: Reaction) -> None:
        if answer.do == "nothing":
            return
        verb = {"opt_out": "not_this_session"}.get(answer.do, answer.do)
        button = next(
            (b for b in message.buttons if b["custom_id"].startswith(f"invite:v1:{verb}:")), None
        )
        if button is None:
            return
        reply = await member.press(message, custom_id=button["custom_id"])
        if answer.do in _CONTRIBUTE and reply.modal is not None:
            words = " ".join([answer.text, *answer.tags])
            reply = await member.submit(reply, {"text": words})
        await reply.resolved()

    async def _use_quiet_button(self, player: Player) -> None:
        member, answer = self._cast.members[player.key], player.when_quiet_button
        while answer is not None:
            panel = self._panel()
            quiet = [
                b
                for b in (panel.buttons if panel is not None else ())
                if b.get("custom_id", "").startswith("panel:v1:word:")
            ]
            if panel is not None and quiet:
                await self._later(answer)
                reply = await member.press(panel, custom_id=quiet[0]["custom_id"])
                if reply.modal is not None:
                    words = " ".join([answer.text, *answer.tags])
                    await (await member.submit(reply, {"text": words})).resolved()
                return
            await asyncio.sleep(LOOK)

    async def _later(self, answer: Reaction) -> None:
        await asyncio.sleep(answer.after.total_seconds() / self._clock.speed)

    async def _deck(self) -> None:
        """Wait for the end of the class and for the deck in the channel."""
        rest = 3600 / self._clock.speed + 30
        try:
            await self._cast.channel.wait_for(lambda message: bool(message.attachments), rest)
        except TimeoutError:
            raise RehearsalFailed("The class ended and no deck was posted.") from None
