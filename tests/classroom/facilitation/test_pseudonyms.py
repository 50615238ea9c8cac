"""Nameless words in a format with pseudonyms, as the class and the lecturer see them."""

from __future__ import annotations

import json
from pathlib import Path

from discussion.contributions.pseudonyms import NAMES
from simulator import LocalDiscord
from tests.classroom.conftest import FORMAT, RATE_LIMITS_FASTER, class_in, settings_for


async def test_signed_words_tell_nobody_who_wrote_them(tmp_path: Path) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        assert settings.formats is not None
        short = settings.formats / "short.toml"
        short.write_text(f"pseudonyms = true\n{FORMAT}", "utf-8")
        async with class_in(discord, settings) as room:
            await room.begin()
            await room.use(room.facilitator, "discussion next")
            await room.panel(2)
            for text in ("The rota hurts.", "Nobody says so."):
                await room.use(room.student, "say", text=text, anonymous=True)
            shown = [(await room.shown(text)).text for text in ("The rota", "Nobody says")]
            (name,) = {each for each in NAMES if all(each in text for text in shown)}
            assert "Bronwen" not in "".join(shown)
            await room.use(room.facilitator, "discussion end")
            await room.deck()
            reply = await room.use(room.lecturer, "summary", file="json")
            (file,) = reply.files
            said = json.loads(file.data.decode("utf-8-sig"))["contributions"]
            assert [each["pseudonym"] for each in said] == [name, name]
            assert "Bronwen" not in json.dumps(said)
            assert str(room.student.id) not in file.data.decode("utf-8-sig")
