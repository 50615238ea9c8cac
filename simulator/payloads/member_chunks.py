"""Answers to gateway op 8: a guild's members, by query, by id, or all.

Rules: https://docs.discord.com/developers/events/gateway-events#request-guild-members
"""

from simulator.payloads import objects
from simulator.state.intents import Intent
from simulator.state.model import GuildState, MemberState, Payload
from simulator.state.records import Records
from simulator.state.world import World

CHUNK_SIZE = 1000
"""Members per GUILD_MEMBERS_CHUNK."""


def member_chunks(
    world: World, records: Records, guild: GuildState, intents: Intent, request: Payload
) -> list[Payload]:
    """Return the data of each GUILD_MEMBERS_CHUNK that answers a request.

    Asking for all members without the members intent is noted as a violation and answered with the
    bot alone.
    """
    wanted = request.get("user_ids")
    not_found: list[str] = []
    if wanted is not None:
        ids = [int(entry) for entry in (wanted if isinstance(wanted, list) else [wanted])]
        not_found = [str(entry) for entry in ids if entry not in guild.members]
        found = [guild.members[entry] for entry in ids if entry in guild.members]
    else:
        found = _by_query(world, records, guild, intents, request.get("query") or "")
    if request.get("limit"):
        found = found[: request["limit"]]
    pieces = [found[start : start + CHUNK_SIZE] for start in range(0, len(found), CHUNK_SIZE)]
    chunks: list[Payload] = []
    for index, piece in enumerate(pieces or [[]]):
        body: Payload = {
            "guild_id": str(guild.id),
            "members": [objects.member(state) for state in piece],
            "chunk_index": index,
            "chunk_count": max(len(pieces), 1),
            "not_found": not_found,
        }
        if request.get("presences"):
            body["presences"] = []
        if "nonce" in request:
            body["nonce"] = request["nonce"]
        chunks.append(body)
    return chunks


def _by_query(
    world: World, records: Records, guild: GuildState, intents: Intent, query: str
) -> list[MemberState]:
    everybody = list(guild.members.values())
    if query:
        beginning = query.lower()
        return [state for state in everybody if state.display_name.lower().startswith(beginning)]
    if Intent.GUILD_MEMBERS not in intents:
        records.violate("rules", "gateway op 8", "all members without the members intent")
        return [guild.members[world.bot.id]]
    return everybody
