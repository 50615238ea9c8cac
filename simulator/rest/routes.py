"""Every REST route that the local Discord serves."""

from simulator.rest import (
    account,
    channels,
    commands,
    events,
    guilds,
    interactions,
    messages,
    reactions,
    threads,
)
from simulator.rest.call import Route

ROUTES: list[Route] = [
    *account.ROUTES,
    *messages.ROUTES,
    *reactions.ROUTES,
    *threads.ROUTES,
    *channels.ROUTES,
    *guilds.ROUTES,
    *events.ROUTES,
    *commands.ROUTES,
    *interactions.ROUTES,
]
"""In order of matching: a literal path stands before one with a parameter in its place."""
