"""A file name from outside, and a folder that it should not leave."""

from pathlib import Path

UPLOADS = Path("/srv/shop/uploads")


def careless(name):
    return UPLOADS / name


def careful(name):
    path = (UPLOADS / name).resolve()
    if not path.is_relative_to(UPLOADS):
        raise PermissionError(f"{name} leads out of the folder")
    return path


for name in ("cat.png", "../config.ini", "/etc/passwd"):
    try:
        print(name, "->", careless(name), "|", careful(name))
    except PermissionError as problem:
        print(name, "->", careless(name), "| refused:", problem)
