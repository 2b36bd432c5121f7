"""What the kernel of this machine allows, read from its files: switches for user namespaces, and control groups."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from roadmap.runner.finding import Finding

ROOT = Path("/")
FEW_NAMESPACES = 64
"""A run takes a handful, and the rest of the machine some as well."""
PROFILE = "/etc/apparmor.d/roadmap-bwrap"
PROFILE_TEXT = (
    "abi <abi/4.0>,",
    "include <tunables/global>",
    "profile roadmap-bwrap /usr/bin/bwrap flags=(unconfined) {",
    "  userns,",
    "}",
)


def user_namespaces(root: Path = ROOT) -> Finding:
    """Whether ordinary users may make user namespaces. Also a server of root runs its sandboxes as one.

    :param root: the folder that /proc, /etc and /sys are in.
    """
    title = "user namespaces"
    sysctl = root / "proc" / "sys"
    if _value(sysctl / "kernel/unprivileged_userns_clone") == "0":
        name = "kernel.unprivileged_userns_clone"
        return Finding(title, False, f"Debian's switch {name} is 0", _sysctl(name, 1))
    most = _value(sysctl / "user/max_user_namespaces")
    if most.isdigit() and int(most) < FEW_NAMESPACES:
        name = "user.max_user_namespaces"
        return Finding(title, False, f"{name} is {most}", _sysctl(name, 15000))
    if _value(sysctl / "kernel/apparmor_restrict_unprivileged_userns") == "1" and not _has_profile(root):
        lines = " ".join(f"'{line}'" for line in PROFILE_TEXT)
        return Finding(
            title,
            False,
            "kernel.apparmor_restrict_unprivileged_userns is 1, as on Ubuntu 24.04 and later: only programs with an "
            "AppArmor profile that allows it may make them, and bwrap has none",
            f"As root, install one: printf '%s\\n' {lines} >{PROFILE} && apparmor_parser -r {PROFILE}",
        )
    return Finding(title, True, "not switched off")


def control_groups(
    root: Path = ROOT, writable: Callable[[Path], bool] = lambda path: os.access(path, os.W_OK)
) -> Finding:
    """Whether this process may make control groups with limits. Runs are limited without them as well, less exactly."""
    title = "control groups"
    own = dict(_own_groups(root))
    mounted = root / "sys" / "fs" / "cgroup"
    if "" in own and (mounted / "cgroup.controllers").is_file():
        here = mounted / own[""].lstrip("/")
        # The group above, too: a service manager that delegates puts the service itself into a leaf of what it gives.
        for folder in (here, here.parent):
            there = set(_value(folder / "cgroup.controllers").split())
            if {"memory", "pids"} <= there and writable(folder) and writable(folder / "cgroup.subtree_control"):
                return Finding(title, True, f"version 2, delegated at {folder}")
        return Finding(
            title,
            True,
            "version 2, not delegated to this process: runs are held by limits and a watch, which count less exactly",
            "To delegate them, set Delegate=memory pids in the [Service] part of the site's systemd unit.",
        )
    if all(writable(mounted / name / own.get(name, "-").lstrip("/")) for name in ("memory", "pids", "cpuacct")):
        return Finding(title, True, "version 1, writable")
    return Finding(
        title,
        True,
        "none that this process may use: runs are held by limits and a watch, which count less exactly",
        "To have them, start the machine with control groups of version 2 and delegate memory and pids to the site.",
    )


def _value(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""


def _sysctl(name: str, value: int) -> str:
    return f"As root: sysctl -w {name}={value}, and to keep it: echo '{name} = {value}' >/etc/sysctl.d/60-roadmap.conf"


def _has_profile(root: Path) -> bool:
    """Whether a profile lets bwrap, and what runs in it, make user namespaces.

    The one that distributions ship as bwrap-userns-restrict does not: it takes capabilities from all that bwrap starts,
    and a run needs them to put up the walls inside.
    """
    folder = root / "etc" / "apparmor.d"
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        text = _value(file) if file.is_file() else ""
        for profile in re.findall(r"^\s*(?:profile\s)?[^\n{#]*/usr/bin/bwrap[^\n{]*\{(.*?)^\}", text, re.M | re.S):
            if re.search(r"^\s*userns\b", profile, re.M) and "bwrap-userns-restrict" not in file.name:
                return True
    return False


def _own_groups(root: Path) -> list[tuple[str, str]]:
    """Controller and path of each group of this process; that of version 2 has no controller."""
    found = []
    for line in _value(root / "proc" / "self" / "cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        found += [(controller, path) for controller in controllers.split(",")]
    return found
