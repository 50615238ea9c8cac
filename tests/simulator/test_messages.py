"""Messages, files, reactions, pins, threads and direct messages over REST and the gateway."""

import asyncio
import io
from datetime import timedelta

import discord
import pytest

from simulator import File, MemberError, Permission
from tests.simulator.bots import Bot, running
from tests.simulator.conftest import Class


def text_channel(bot: Bot, classroom: Class) -> discord.TextChannel:
    """The class channel as the client sees it."""
    channel = bot.get_channel(classroom.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_the_client_gets_ready_and_sees_the_guild(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        guild = bot.get_guild(classroom.guild.id)
        assert guild is not None
        assert guild.name == "Leading without a title"
        assert [channel.name for channel in guild.text_channels] == ["class"]
        assert guild.me.guild_permissions.send_messages
        assert len(guild.members) == 4  # the client chunks: owner, bot, Mara, Tomek


async def test_members_write_edit_delete_and_the_bot_hears_it(classroom: Class) -> None:
    heard: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    class Listening(Bot):
        async def on_message(self, message: discord.Message) -> None:
            heard.put_nowait(("said", message.content))

        async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
            heard.put_nowait(("edited", payload.message.content))

        async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
            heard.put_nowait(("deleted", str(payload.message_id)))

    async with running(Listening(), classroom.discord):
        message = await classroom.mara.write(classroom.channel, "first")
        assert await asyncio.wait_for(heard.get(), 5) == ("said", "first")
        await classroom.mara.edit(message, "second")
        assert await asyncio.wait_for(heard.get(), 5) == ("edited", "second")
        await classroom.mara.delete(message)
        assert await asyncio.wait_for(heard.get(), 5) == ("deleted", str(message.id))
        with pytest.raises(MemberError, match="did not write"):
            await classroom.tomek.edit(message, "not mine")


async def test_history_pages_as_discord_does(classroom: Class) -> None:
    written = [await classroom.mara.write(classroom.channel, f"{number}") for number in range(7)]
    async with running(Bot(), classroom.discord) as bot:
        channel = text_channel(bot, classroom)
        newest = [message.content async for message in channel.history(limit=3)]
        assert newest == ["6", "5", "4"]
        after = discord.Object(written[2].id)
        later = [message.content async for message in channel.history(after=after, limit=2)]
        assert later == ["3", "4"]
        around = [message.content async for message in channel.history(around=after, limit=3)]
        assert sorted(around) == ["1", "2", "3"]


async def test_an_enforced_nonce_posts_once(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        channel = text_channel(bot, classroom)
        first = await channel.send("the round ends", nonce="round-1-closes")
        again = await channel.send("the round ends", nonce="round-1-closes")
        assert again.id == first.id
        assert len(classroom.channel.messages) == 1
        fetched = await channel.fetch_message(first.id)
        assert fetched.nonce is None


async def test_files_go_both_ways(classroom: Class) -> None:
    got: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    class Reading(Bot):
        async def on_message(self, message: discord.Message) -> None:
            if message.attachments and not message.author.bot:
                got.set_result(await message.attachments[0].read())

    async with running(Reading(), classroom.discord) as bot:
        await classroom.mara.write(
            classroom.channel, "the case", files=[File("case.txt", b"stage one", "text/plain")]
        )
        assert await asyncio.wait_for(got, 5) == b"stage one"
        deck = discord.File(io.BytesIO(b"PK deck"), "deck.pptx", description="The deck")
        await text_channel(bot, classroom).send("here", file=deck)
        posted = await classroom.channel.wait_for(lambda message: message.author.bot)
        assert posted.attachments[0].filename == "deck.pptx"
        assert posted.attachments[0].data == b"PK deck"
        assert posted.attachments[0].description == "The deck"


async def test_replies_reactions_and_pins(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        asked = await classroom.mara.write(classroom.channel, "why?")
        channel = text_channel(bot, classroom)
        heard = await channel.fetch_message(asked.id)
        answer = await heard.reply("because", mention_author=False)
        assert answer.reference is not None
        assert answer.reference.message_id == asked.id
        await heard.add_reaction("🙋")
        await classroom.tomek.react(asked, "🙋")
        assert len(asked.reactions["🙋"]) == 2
        fetched = await channel.fetch_message(asked.id)
        assert [(str(entry.emoji), entry.count, entry.me) for entry in fetched.reactions] == [
            ("🙋", 2, True)
        ]
        people = [person.id async for person in fetched.reactions[0].users()]
        assert classroom.tomek.id in people
        await fetched.remove_reaction("🙋", discord.Object(classroom.tomek.id))
        await answer.pin()
        assert [message.id async for message in channel.pins()] == [answer.id]
        await answer.unpin()
        assert [message.id async for message in channel.pins()] == []
        await fetched.clear_reactions()
        assert asked.reactions == {}
        async with channel.typing():
            pass


async def test_nobody_is_pinged_without_leave(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        words = f"{classroom.mara.mention} @everyone"
        quiet = await text_channel(bot, classroom).send(words)
        shown = classroom.channel.stored[quiet.id]
        assert shown.mentions == []
        assert not shown.mention_everyone
        loud = discord.AllowedMentions(users=[discord.Object(classroom.mara.id)])
        ping = await text_channel(bot, classroom).send(words, allowed_mentions=loud)
        assert classroom.channel.stored[ping.id].mentions == [classroom.mara.user]


async def test_threads_open_from_both_sides(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        channel = text_channel(bot, classroom)
        pair = await channel.create_thread(name="Pair 1", type=discord.ChannelType.private_thread)
        inside = classroom.guild.channel("Pair 1")
        assert not classroom.mara.may(inside, Permission.VIEW_CHANNEL)
        await pair.add_user(discord.Object(classroom.mara.id))
        assert classroom.mara.may(inside, Permission.VIEW_CHANNEL)
        await classroom.mara.write(inside, "between us")
        assert [message.text for message in inside.messages] == ["between us"]
        await pair.edit(archived=True, locked=True)
        with pytest.raises(MemberError, match="locked"):
            await classroom.mara.write(inside, "too late")
        opener = await classroom.mara.write(classroom.channel, "a question")
        public = await (await channel.fetch_message(opener.id)).create_thread(name="From it")
        assert public.id == opener.id
        assert opener.thread is classroom.guild.channel("From it")
        assert len(await public.guild.active_threads()) == 1
        archived = [thread.name async for thread in channel.archived_threads(private=True)]
        assert archived == ["Pair 1"]
        await classroom.tomek.start_thread(classroom.channel, "Tomek's own")
        assert classroom.guild.channel("Tomek's own").is_thread


async def test_a_thread_refuses_what_discord_refuses(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        message = await text_channel(bot, classroom).send("Pair 1")
        thread = await message.create_thread(name="Pair 1")
        inside = classroom.guild.channel("Pair 1")
        assert thread.id == message.id
        for _ in range(2):  # twice is as good as once
            await thread.add_user(discord.Object(classroom.mara.id))
        assert inside.thread is not None
        assert classroom.mara.id in inside.thread.member_ids
        with pytest.raises(discord.HTTPException) as again:
            await message.create_thread(name="Pair 1")
        within = await thread.send("deeper")
        with pytest.raises(discord.HTTPException) as deeper:
            await bot.http.start_thread_with_message(
                thread.id, within.id, name="No", auto_archive_duration=1440
            )
        with pytest.raises(discord.HTTPException) as stranger:
            await thread.add_user(discord.Object(1))
        said = await classroom.mara.write(inside, "a word")
        await thread.edit(archived=True, locked=True)
        with pytest.raises(discord.HTTPException) as archived:
            await thread.add_user(discord.Object(classroom.tomek.id))
        with pytest.raises(MemberError, match="archived"):
            await classroom.mara.edit(said, "another word")
        codes = [each.value.code for each in (again, deeper, stranger, archived)]
        assert codes == [160004, 50024, 10013, 50083]


async def test_direct_messages_open_and_closed(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        await (await bot.fetch_user(classroom.mara.id)).send("only for you")
        assert (await classroom.mara.next_direct_message()).text == "only for you"
        await classroom.mara.write(classroom.mara.direct_channel, "thank you")
        classroom.tomek.user.direct_messages_open = False
        closed = await bot.fetch_user(classroom.tomek.id)
        with pytest.raises(discord.Forbidden) as refused:
            await closed.send("hello?")
        assert refused.value.code == 50007
        assert classroom.tomek.direct_messages == []


async def test_missing_permissions_are_refused(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        channel = text_channel(bot, classroom)
        bot_role = classroom.guild.bot_role
        classroom.guild.overwrite(classroom.channel, bot_role, deny=Permission.SEND_MESSAGES)
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("may I?")
        assert refused.value.code == 50013
        classroom.guild.overwrite(classroom.channel, bot_role, deny=Permission.VIEW_CHANNEL)
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("may I?")
        assert refused.value.code == 50001
        everyone = classroom.guild.everyone
        classroom.guild.overwrite(classroom.channel, everyone, deny=Permission.SEND_MESSAGES)
        with pytest.raises(MemberError, match="SEND_MESSAGES"):
            await classroom.mara.write(classroom.channel, "may I?")
        await classroom.guild.owner.write(classroom.channel, "the owner always may")


async def test_bulk_delete_and_foreign_edits(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        channel = text_channel(bot, classroom)
        written = [await classroom.mara.write(classroom.channel, str(number)) for number in (1, 2)]
        foreign = await channel.fetch_message(written[0].id)
        with pytest.raises(discord.Forbidden) as refused:
            await foreign.edit(content="mine now")
        assert refused.value.code == 50005
        await channel.delete_messages([discord.Object(entry.id) for entry in written])
        assert classroom.channel.messages == []


async def test_scheduled_events(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        guild = bot.guilds[0]
        begins = discord.utils.utcnow() + timedelta(days=7)
        event = await guild.create_scheduled_event(
            name="Class 3",
            start_time=begins,
            end_time=begins + timedelta(minutes=40),
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location="online",
        )
        await classroom.mara.join_event(event.id)
        assert [person.id async for person in event.users()] == [classroom.mara.id]
        await event.edit(name="Class 3, moved")
        assert [entry.name for entry in await guild.fetch_scheduled_events()] == ["Class 3, moved"]
        await event.delete()
        assert classroom.guild.state.events == {}


async def test_voice_and_typing_and_leaving_are_heard(classroom: Class) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()

    class Listening(Bot):
        async def on_voice_state_update(
            self, member: discord.Member, _: discord.VoiceState, after: discord.VoiceState
        ) -> None:
            heard.put_nowait(f"{member.display_name} in {after.channel}")

        async def on_raw_typing(self, payload: discord.RawTypingEvent) -> None:
            heard.put_nowait("typing")

        async def on_member_update(self, _: discord.Member, after: discord.Member) -> None:
            heard.put_nowait(f"renamed {after.display_name}")

        async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
            heard.put_nowait(f"left {payload.user.name}")

    async def next_heard() -> str:
        return await asyncio.wait_for(heard.get(), 5)

    room = classroom.guild.add_voice_channel("seminar room")
    stage = classroom.guild.add_stage_channel("hall")
    mara = classroom.mara
    async with running(Listening(discord.Intents.all()), classroom.discord):
        await mara.join_voice(room)
        assert await next_heard() == "Mara in seminar room"
        await mara.join_voice(stage)
        assert await next_heard() == "Mara in hall"
        await mara.leave_voice()
        assert await next_heard() == "Mara in None"
        await mara.type_in(classroom.channel)
        assert await next_heard() == "typing"
        await mara.rename("Mara M.")
        assert await next_heard() == "renamed Mara M."
        await mara.join_voice(room)
        assert await next_heard() == "Mara M. in seminar room"
        await mara.leave()
        assert await next_heard() == "Mara M. in None"
        assert await next_heard() == "left mara"


async def test_voice_is_entered_and_left_as_the_client_allows(classroom: Class) -> None:
    mara, room = classroom.mara, classroom.guild.add_voice_channel("seminar room")
    with pytest.raises(MemberError, match="not a voice or stage channel"):
        await mara.join_voice(classroom.channel)
    with pytest.raises(MemberError, match="in no voice channel"):
        await mara.leave_voice()
    classroom.guild.overwrite(room, mara, deny=Permission.CONNECT)
    with pytest.raises(MemberError, match="lacks CONNECT"):
        await mara.join_voice(room)


async def test_a_new_session_reads_who_is_in_voice(classroom: Class) -> None:
    room = classroom.guild.add_voice_channel("seminar room")
    await classroom.mara.join_voice(room)
    bot = Bot(discord.Intents.all())
    async with running(bot, classroom.discord):
        channel = bot.get_channel(room.id)
        assert isinstance(channel, discord.VoiceChannel)
        assert list(channel.voice_states) == [classroom.mara.id]
