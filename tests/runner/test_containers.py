"""Containers and pods in which no sandbox starts: folders that stand for their files."""

import pytest

from roadmap.runner.containers import findings, kind

STATUS = "Name:\tpython\nCapBnd:\t{bound}\nNoNewPrivs:\t0\nSeccomp:\t{mode}\nSeccomp_filters:\t{count}\n"
PLAIN = "22 27 0:21 / /proc rw,relatime - proc proc rw\n"
MASKED = (
    PLAIN
    + "30 22 0:21 /sys /proc/sys ro,relatime - proc proc rw\n"
    + "31 22 0:5 /null /proc/kcore rw,nosuid - tmpfs tmpfs rw\n"
    + "32 22 0:40 / /proc/sys/fs/binfmt_misc rw - binfmt_misc binfmt_misc rw\n"
)
USUAL = "00000000a80425fb"
PRIVILEGED = "000001ffffffffff"


@pytest.fixture
def container(tmp_path):
    def make(marker=".dockerenv", *, mounts=PLAIN, mode=2, bound=USUAL):
        (tmp_path / marker).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / marker).touch()
        itself = tmp_path / "proc" / "self"
        itself.mkdir(parents=True, exist_ok=True)
        (itself / "status").write_text(STATUS.format(bound=bound, mode=mode, count=1 if mode == 2 else 0))
        (itself / "mountinfo").write_text(mounts)
        return tmp_path

    return make


def by_title(root, starts=False, environ=None):
    return {found.title: found for found in findings(starts, root, environ or {})}


def test_no_container(tmp_path):
    assert by_title(tmp_path) == {}


def test_docker_as_it_comes(container):
    found = by_title(container(mounts=MASKED))
    assert set(found) == {"Docker: seccomp", "Docker: /proc"}
    assert not any(each.ok for each in found.values())
    assert "--security-opt seccomp=" in found["Docker: seccomp"].cure
    assert "unshare" in found["Docker: seccomp"].cure and "pivot_root" in found["Docker: seccomp"].cure
    assert "covered: /proc/kcore, /proc/sys;" in found["Docker: /proc"].detail
    assert "systempaths=unconfined" in found["Docker: /proc"].cure


def test_podman_has_a_word_of_its_own(container):
    found = by_title(container("run/.containerenv", mounts=MASKED))
    assert "unmask=ALL" in found["Podman: /proc"].cure


def test_docker_with_its_paths_uncovered(container):
    assert set(by_title(container())) == {"Docker: seccomp"}


def test_docker_without_a_filter(container):
    assert set(by_title(container(mounts=MASKED, mode=0))) == {"Docker: /proc"}
    # A privileged one's filter, which lets everything pass, is not to blame.
    assert set(by_title(container(mounts=MASKED, bound=PRIVILEGED))) == {"Docker: /proc"}


def test_what_the_files_do_not_explain_has_a_cure_all_the_same(container):
    found = by_title(container(mode=0))
    assert "apparmor=unconfined" in found["Docker"].cure


def test_where_a_sandbox_starts_nothing_is_in_its_way(container):
    found = by_title(container(mounts=MASKED), starts=True)
    assert found["Docker"].ok and len(found) == 1


def test_a_pod(container):
    root = container(mounts=MASKED)
    found = by_title(root, environ={"KUBERNETES_SERVICE_HOST": "10.0.0.1"})
    assert set(found) == {"Kubernetes: seccomp", "Kubernetes: /proc", "Kubernetes: Pod Security"}
    assert "hostUsers: false" in found["Kubernetes: seccomp"].cure
    assert "seccompProfile" in found["Kubernetes: seccomp"].cure
    assert "procMount: Unmasked" in found["Kubernetes: /proc"].cure
    assert "pod-security.kubernetes.io/enforce=privileged" in found["Kubernetes: Pod Security"].cure


@pytest.mark.parametrize(
    ("marker", "name"),
    [
        (".dockerenv", "Docker"),
        ("run/.containerenv", "Podman"),
        ("var/run/secrets/kubernetes.io/token", "Kubernetes"),
    ],
)
def test_which_one_it_is(container, marker, name):
    assert kind(container(marker), {}) == name


def test_the_first_process_gives_it_away(tmp_path):
    (tmp_path / "proc" / "1").mkdir(parents=True)
    groups = tmp_path / "proc" / "1" / "cgroup"
    groups.write_text("0::/kubepods.slice/kubepods-burstable.slice/cri-1.scope\n")
    assert kind(tmp_path, {}) == "Kubernetes"
    groups.write_text("0::/system.slice/docker-4f.scope\n")
    assert kind(tmp_path, {}) == "container"
    groups.write_text("0::/init.scope\n")
    assert kind(tmp_path, {}) is None
