"""A configuration loader that reports all mistakes at once, each with its cause."""


class ConfigError(Exception):
    """Anything that is wrong with the configuration."""


class Missing(ConfigError):
    pass


class Malformed(ConfigError):
    pass


def number(settings: dict[str, str], key: str) -> int:
    try:
        return int(settings[key])
    except KeyError:
        raise Missing(f"{key} is not set") from None
    except ValueError as problem:
        raise Malformed(f"{key} is no whole number: {settings[key]!r}") from problem


def load(settings: dict[str, str]) -> dict[str, int]:
    found, problems = {}, []
    for key in ("port", "workers", "timeout"):
        try:
            found[key] = number(settings, key)
        except ConfigError as problem:
            problems.append(problem)
    if problems:
        raise ExceptionGroup("bad configuration", problems)
    return found


print(load({"port": "8080", "workers": "4", "timeout": "30"}))
try:
    load({"port": "eighty", "workers": "4"})
except* Malformed as group:
    for problem in group.exceptions:
        print("malformed:", problem, "| cause:", type(problem.__cause__).__name__)
except* Missing as group:
    for problem in group.exceptions:
        print("missing:", problem)
