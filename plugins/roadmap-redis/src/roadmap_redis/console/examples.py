"""Commands to begin with, each set a small story."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    title: str
    commands: str


EXAMPLES = (
    Example(
        "First steps",
        'SET greeting "Hello, Redis"\nGET greeting\nGET nobody-stored-this\nSET visits 41\nINCR visits\n'
        "SET code:ada 381204 EX 90\nTTL code:ada\nTTL greeting",
    ),
    Example(
        "Five structures",
        "HSET product:7 name kettle price 3490\nHINCRBY product:7 price -500\nHGETALL product:7\n"
        "RPUSH searches kettle teapot mug\nLRANGE searches 0 -1\nSADD likes:ada tea chess\nSADD likes:tom tea golf\n"
        "SINTER likes:ada likes:tom\nZADD scores 310 ada 240 tom 305 mira\nZINCRBY scores 80 tom\n"
        "ZRANGE scores 0 -1 REV WITHSCORES",
    ),
    Example(
        "All or nothing between",
        "MULTI\nINCRBY account:ada -30\nINCRBY account:tom 30\nEXEC\nMGET account:ada account:tom\n"
        "MULTI\nINCR account:ada\nDISCARD\nGET account:ada",
    ),
    Example(
        "A lock with a token",
        "SET lock:report ada-4711 NX PX 60000\nSET lock:report tom-1234 NX PX 60000\nPTTL lock:report\n"
        "EVAL \"if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0\" "
        "1 lock:report tom-1234\n"
        "EVAL \"if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0\" "
        "1 lock:report ada-4711\nEXISTS lock:report",
    ),
    Example(
        "What goes wrong",
        "SET name ada\nLPUSH name x\nINCR name\nGET\nSMEMBERS nobody\nFROBNICATE\nBLPOP queue 0",
    ),
)


def example(number: str) -> Example:
    """The example of this number, counted from 1; the first one for anything else."""
    position = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 1
    return EXAMPLES[position - 1] if 1 <= position <= len(EXAMPLES) else EXAMPLES[0]
