"""A process that writes and says what was acknowledged, until it is killed."""

import asyncio
import itertools
import sys

from storage.store.store import SqlStore
from tests.storage.material import a_contribution, a_discussion

AT_ONCE = 20


async def main(file: str, round_: int) -> None:
    """Write contributions, several at once, and print the id of each one after its COMMIT."""
    numbers = itertools.count(1 + round_ * 1_000_000)
    async with SqlStore(file) as store:
        await store.write(lambda tx: tx.save(a_discussion()))

        async def one() -> None:
            number = next(numbers)
            await store.write(lambda tx: tx.add_contribution(a_contribution(number)))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()

        while True:
            await asyncio.gather(*(one() for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
