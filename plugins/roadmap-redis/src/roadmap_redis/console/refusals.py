"""Which commands the console does not send, and what it says instead: those that wait, listen, end or reconfigure."""

from __future__ import annotations

from collections.abc import Sequence

_WAITS = {
    "BLPOP": "LPOP",
    "BRPOP": "RPOP",
    "BLMOVE": "LMOVE",
    "BRPOPLPUSH": "LMOVE",
    "BLMPOP": "LMPOP",
    "BZPOPMIN": "ZPOPMIN",
    "BZPOPMAX": "ZPOPMAX",
    "BZMPOP": "ZMPOP",
}
_LISTENS = {"SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "MONITOR"}
_REPLICATES = {"SYNC", "PSYNC", "REPLCONF", "REPLICAOF", "SLAVEOF", "FAILOVER", "MIGRATE", "WAIT", "WAITAOF", "CLUSTER"}
_OPERATES = {"SHUTDOWN", "DEBUG", "PFDEBUG", "PFSELFTEST", "SAVE", "BGSAVE", "BGREWRITEAOF", "MODULE", "RESTORE-ASKING"}
_TALKS = {"HELLO", "QUIT", "RESET", "ASKING", "READONLY", "READWRITE"}
# Commands of which only these parts are harmless.
_PARTS = {
    "CONFIG": {"GET", "HELP"},
    "CLIENT": {"ID", "INFO", "LIST", "GETNAME", "SETNAME", "HELP"},
    "ACL": {"CAT", "LIST", "USERS", "WHOAMI", "GENPASS", "HELP", "DRYRUN", "GETUSER"},
    "SCRIPT": {"LOAD", "EXISTS", "FLUSH", "HELP"},
    "FUNCTION": {"LOAD", "LIST", "DELETE", "FLUSH", "STATS", "DUMP", "RESTORE", "HELP"},
    "LATENCY": {"LATEST", "HISTORY", "HISTOGRAM", "DOCTOR", "HELP"},
}


def refusal(arguments: Sequence[bytes]) -> str | None:
    """Why this command is not sent, in one sentence or two; None if it may go."""
    words = [argument.decode("latin-1").upper() for argument in arguments[:2]]
    name = words[0]
    part = words[1] if len(words) > 1 else ""
    if name in _WAITS:
        return f"{name} may wait for somebody else's data, and nobody else writes here. {_WAITS[name]} answers at once."
    if name in {"XREAD", "XREADGROUP"} and b"BLOCK" in (argument.upper() for argument in arguments):
        return f"{name} with BLOCK may wait for somebody else's data, and nobody else writes here. Leave BLOCK out."
    if name in _LISTENS:
        return f"{name} turns the connection into one that listens. This console sends lines and shows their replies."
    if name in _REPLICATES:
        return f"{name} is about several servers; here is only one."
    if name in _OPERATES:
        return f"{name} belongs to whoever runs the server. Your keys are kept between visits without it."
    if name in _TALKS:
        return f"{name} changes how the connection itself works, and the console needs it as it is."
    if name in _PARTS and part and part not in _PARTS[name]:
        return (
            f"{name} {part} would change the server itself. These parts work here: {', '.join(sorted(_PARTS[name]))}."
        )
    return None
