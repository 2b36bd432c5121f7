"""Whether this is a container or a pod, and what keeps sandboxes from starting in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from roadmap.runner.finding import Finding

ROOT = Path("/")
UNCOVER = {"Podman": "--security-opt unmask=ALL"}
DOCKERS_UNCOVER = "--security-opt systempaths=unconfined"
UNCONFINED = "--security-opt seccomp=unconfined --security-opt apparmor=unconfined"
POD = (
    "hostUsers: false in the pod's spec, and in the container's securityContext: procMount: Unmasked, "
    "seccompProfile: {type: Unconfined}, appArmorProfile: {type: Unconfined}, allowPrivilegeEscalation: true "
    "(Kubernetes 1.33 or later)"
)
NAMESPACE = (
    "kubectl label namespace NAME pod-security.kubernetes.io/enforce=privileged, since the levels baseline and "
    "restricted refuse such pods; give the runners a namespace of their own"
)


def findings(starts: bool, root: Path = ROOT, environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """What matters of the container that this is; nothing outside of one.

    :param starts: whether a sandbox was seen to start. Then nothing is in its way, whatever the files say.
    :param root: the folder that /proc, /run and /.dockerenv are in.
    """
    where = kind(root, environ)
    if where is None:
        return
    pod = where == "Kubernetes"
    if starts:
        yield Finding(where, True, "lets sandboxes start")
        return
    uncover = UNCOVER.get(where, DOCKERS_UNCOVER)
    option = f"Set {POD}." if pod else f"Start the container with {UNCONFINED} {uncover}."
    if (filters := _filters(root)) and not _may_mount(root):
        yield Finding(
            f"{where}: seccomp",
            False,
            f"a seccomp filter is in force ({filters}); the default one refuses unshare, clone and mount "
            "to whoever has no CAP_SYS_ADMIN",
            f"{option} Instead of unconfined, a profile that allows clone, clone3, unshare, setns, mount, umount2 and "
            "pivot_root will do.",
        )
    if covered := _covered(root):
        yield Finding(
            f"{where}: /proc",
            False,
            f"covered: {', '.join(covered)}; where that is so the kernel lets no sandbox mount a /proc of its own",
            "Set procMount: Unmasked (and hostUsers: false, which it needs)."
            if pod
            else f"Start the container with {uncover} (compose: security_opt).",
        )
    if pod:
        yield Finding(f"{where}: Pod Security", False, "the pod must be allowed to ask for this", NAMESPACE + ".")
    if not filters and not covered and not pod:
        yield Finding(where, False, "no sandbox starts in it", option)


def kind(root: Path = ROOT, environ: Mapping[str, str] = os.environ) -> str | None:
    """Kubernetes, Docker, Podman or container; None where it is none."""
    if "KUBERNETES_SERVICE_HOST" in environ or (root / "var/run/secrets/kubernetes.io").exists():
        return "Kubernetes"
    if (root / ".dockerenv").exists():
        return "Docker"
    if (root / "run/.containerenv").exists():
        return "Podman"
    groups = _text(root / "proc/1/cgroup")
    if "kubepods" in groups:
        return "Kubernetes"
    if re.search(r"docker|containerd|libpod|lxc", groups):
        return "container"
    return None


def _filters(root: Path) -> str:
    """How many filters this process has, as words; empty for none."""
    status = dict(re.findall(r"^(\w+):\s*(\S+)", _text(root / "proc/self/status"), re.MULTILINE))
    if status.get("Seccomp") != "2":
        return ""
    count = status.get("Seccomp_filters", "")
    return f"{count} filters" if count not in ("", "1") else "1 filter"


def _may_mount(root: Path) -> bool:
    """Whether CAP_SYS_ADMIN is in what this process can have at most: Docker's filter then lets all that pass."""
    found = re.search(r"^CapBnd:\s*([0-9a-f]+)", _text(root / "proc/self/status"), re.MULTILINE)
    return bool(found and int(found[1], 16) >> 21 & 1)


def _covered(root: Path) -> list[str]:
    """What in /proc has something else mounted over it."""
    places = [line.split()[4] for line in _text(root / "proc/self/mountinfo").splitlines() if len(line.split()) > 4]
    return sorted(place for place in set(places) if place.startswith("/proc/") and "binfmt_misc" not in place)


def _text(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""
