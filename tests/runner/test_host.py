"""Machines that this one is not: folders that stand for their /proc, /sys and /etc."""

from pathlib import Path

import pytest

from roadmap.runner import host
from roadmap.runner.host import control_groups, user_namespaces

UBUNTU_PROFILE = """\
abi <abi/4.0>,
include <tunables/global>
profile bwrap /usr/bin/bwrap flags=(attach_disconnected,mediate_deleted) {
  allow capability,
  allow userns,
  allow /** pix -> &bwrap//&unpriv_bwrap,
}
"""
SLACK = """\
abi <abi/4.0>,
profile slack /usr/lib/slack/slack flags=(unconfined) {
  userns,
}
"""


@pytest.fixture
def machine(tmp_path):
    """A function: texts by path to the root of a machine that has them."""

    def make(files: dict[str, str]) -> Path:
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return tmp_path

    return make


def test_debian_with_everything_on(machine):
    root = machine(
        {"proc/sys/kernel/unprivileged_userns_clone": "1\n", "proc/sys/user/max_user_namespaces": "127035\n"}
    )
    found = user_namespaces(root)
    assert (found.ok, found.cure) == (True, "")


def test_debians_switch(machine):
    found = user_namespaces(machine({"proc/sys/kernel/unprivileged_userns_clone": "0\n"}))
    assert not found.ok and "unprivileged_userns_clone is 0" in found.detail
    assert "sysctl -w kernel.unprivileged_userns_clone=1" in found.cure
    assert "/etc/sysctl.d/60-roadmap.conf" in found.cure


@pytest.mark.parametrize("most", ["0", "10"])
def test_too_few_namespaces(machine, most):
    found = user_namespaces(machine({"proc/sys/user/max_user_namespaces": most}))
    assert not found.ok and f"max_user_namespaces is {most}" in found.detail
    assert "sysctl -w user.max_user_namespaces=15000" in found.cure


def test_ubuntu_24_04(machine):
    restricted = {"proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1\n"}
    found = user_namespaces(machine(restricted))
    assert not found.ok and "Ubuntu 24.04" in found.detail
    assert "apparmor_parser -r /etc/apparmor.d/roadmap-bwrap" in found.cure
    # Other programs' profiles, and the one that keeps capabilities from what bwrap starts, do not help.
    found = user_namespaces(
        machine({**restricted, "etc/apparmor.d/slack": SLACK, "etc/apparmor.d/bwrap-userns-restrict": UBUNTU_PROFILE})
    )
    assert not found.ok


def test_ubuntu_24_04_with_the_profile_that_the_cure_installs(machine):
    root = machine(
        {
            "proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1\n",
            "etc/apparmor.d/roadmap-bwrap": "\n".join(host.PROFILE_TEXT) + "\n",
        }
    )
    assert user_namespaces(root).ok


def test_ubuntu_with_the_restriction_off(machine):
    assert user_namespaces(machine({"proc/sys/kernel/apparmor_restrict_unprivileged_userns": "0\n"})).ok


V2 = {
    "proc/self/cgroup": "0::/system.slice/roadmap.service/web\n",
    "sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory pids\n",
    "sys/fs/cgroup/system.slice/roadmap.service/cgroup.controllers": "memory pids\n",
    "sys/fs/cgroup/system.slice/roadmap.service/cgroup.subtree_control": "\n",
}


def test_control_groups_that_are_delegated(machine):
    found = control_groups(machine(V2), writable=lambda path: "roadmap.service" in str(path))
    assert found.ok and "delegated at" in found.detail and not found.cure


def test_control_groups_that_are_not(machine):
    found = control_groups(machine(V2), writable=lambda path: False)
    assert found.ok, "runs are limited without them as well"
    assert "not delegated" in found.detail and "Delegate=memory pids" in found.cure


def test_delegated_without_the_controllers_that_matter(machine):
    root = machine({**V2, "sys/fs/cgroup/system.slice/roadmap.service/cgroup.controllers": "cpu\n"})
    assert "not delegated" in control_groups(root, writable=lambda path: True).detail


def test_control_groups_of_version_1(machine):
    root = machine({"proc/self/cgroup": "4:memory:/a\n8:pids:/b\n2:cpu,cpuacct:/c\n"})
    assert control_groups(root, writable=lambda path: True).detail == "version 1, writable"
    assert "none that this process may use" in control_groups(root, writable=lambda path: "pids" in str(path)).detail


def test_a_machine_without_any_of_these_files(tmp_path):
    assert user_namespaces(tmp_path).ok
    assert control_groups(tmp_path, writable=lambda path: False).cure
