"""Guilds, scheduled events and voice states as Discord's JSON."""

from simulator.payloads import objects
from simulator.state.model import (
    Channel,
    ChannelType,
    GuildState,
    MemberState,
    Payload,
    ScheduledEvent,
)
from simulator.state.permissions import channel_permissions
from simulator.state.world import World


def scheduled_event(facts: ScheduledEvent) -> Payload:
    """Return a scheduled event object."""
    return {
        "id": str(facts.id),
        "guild_id": str(facts.guild_id),
        "channel_id": str(facts.channel_id) if facts.channel_id else None,
        "creator_id": str(facts.creator.id),
        "creator": objects.user(facts.creator),
        "name": facts.name,
        "description": facts.description,
        "image": None,
        "scheduled_start_time": objects.stamp(facts.starts_at),
        "scheduled_end_time": objects.stamp(facts.ends_at),
        "privacy_level": 2,
        "status": facts.status,
        "entity_type": facts.entity_type,
        "entity_id": None,
        "entity_metadata": {"location": facts.location} if facts.location else None,
        "recurrence_rule": None,
        "guild_scheduled_event_exceptions": [],
        "user_count": len(facts.user_ids),
    }


def voice_state(guild: GuildState, state: MemberState) -> Payload:
    """Return a voice state object with the member inside; a stage's audience is suppressed."""
    channel = guild.channels.get(state.voice_channel_id or 0)
    return {
        "guild_id": str(guild.id),
        "channel_id": str(state.voice_channel_id) if state.voice_channel_id else None,
        "user_id": str(state.user.id),
        "member": objects.member(state),
        "session_id": f"voice-{state.user.id}",
        "deaf": state.deafened,
        "mute": state.muted,
        "self_deaf": False,
        "self_mute": False,
        "self_video": False,
        "self_stream": False,
        "suppress": channel is not None and channel.type is ChannelType.STAGE,
        "request_to_speak_timestamp": None,
    }


def guild_settings(guild: GuildState) -> Payload:
    """Return what GET guild and GUILD_CREATE share."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "description": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": str(guild.owner_id),
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 1,
        "roles": [objects.role(entry) for entry in guild.roles.values()],
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": guild.locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }


def guild_reply(guild: GuildState) -> Payload:
    """Return the body of GET /guilds/{guild_id}."""
    return guild_settings(guild) | {
        "home_header": None,
        "nsfw": False,
        "approximate_member_count": len(guild.members),
        "approximate_presence_count": 0,
    }


def guild_create(world: World, guild: GuildState, *, all_members: bool = False) -> Payload:
    """Return GUILD_CREATE.

    Args:
        world: Gives the bot.
        guild: The guild.
        all_members: Whether to carry every member, as for a session with the presences intent;
            otherwise only the bot and those in voice channels.
    """
    people = [
        state
        for state in guild.members.values()
        if all_members or state.user.id == world.bot.id or state.voice_channel_id is not None
    ]
    places = [entry for entry in guild.channels.values() if not entry.is_thread]
    threads = [
        entry
        for entry in guild.channels.values()
        if entry.thread is not None and not entry.thread.archived
    ]
    return guild_settings(guild) | {
        "hub_type": None,
        "joined_at": objects.stamp(guild.bot_joined_at),
        "large": len(guild.members) > 250,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [objects.member(state) for state in people],
        "channels": [objects.channel(entry) for entry in places],
        "threads": [objects.thread(entry) for entry in threads if _seen(world, guild, entry)],
        "presences": [],
        "voice_states": [
            {
                key: value
                for key, value in voice_state(guild, state).items()
                if key not in {"member", "guild_id"}
            }
            for state in people
            if state.voice_channel_id is not None
        ],
        "stage_instances": list(guild.stages.values()),
        "guild_scheduled_events": [scheduled_event(event) for event in guild.events.values()],
        "soundboard_sounds": [],
    }


def _seen(world: World, guild: GuildState, entry: Channel) -> bool:
    return bool(channel_permissions(guild, guild.members[world.bot.id], entry))
