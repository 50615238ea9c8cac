"""Run all benchmarks, one after the other: ``python -m benchmarks``."""

from __future__ import annotations

from benchmarks import deck, past, readings, recording, reminders, synthesis, timers


def main() -> None:
    """Run them all; each prints its table."""
    for each in (recording, timers, past, reminders, deck, synthesis, readings):
        each.main()


if __name__ == "__main__":
    main()
