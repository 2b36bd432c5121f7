"""Reading what a program wrote: what a sandbox keeps programs from making is refused here as well."""

import os
import socket

import pytest

from roadmap.runner.inside import reading


def test_a_fifo_is_refused_without_waiting_for_a_writer(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    assert reading.read(str(tmp_path), "fifo") == {"problem": "odd"}
    assert reading.names(str(tmp_path)) == []


def test_a_socket_is_refused(tmp_path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        assert reading.read(str(tmp_path), "socket") == {"problem": "odd"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
def test_a_device_is_refused(tmp_path):
    try:
        os.mknod(tmp_path / "zero", 0o20666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("this machine lets nobody make devices")
    assert reading.read(str(tmp_path), "zero") == {"problem": "odd"}


@pytest.mark.parametrize(
    "path", ["", ".", "..", "/", "a//b", "a/../b", "a/./b", "a\0b", "a/" * 16 + "b", 7, None, ["a"]]
)
def test_only_plain_relative_paths_are_read(tmp_path, path):
    assert reading.read(str(tmp_path), path) == {"problem": "odd"}


def test_no_descriptor_stays_open(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c").write_text("c")
    before = len(os.listdir("/proc/self/fd"))
    for path in ("a/b/c", "a/b", "a/b/nothing", "a/b/c/d", "nothing/at/all"):
        reading.read(str(tmp_path), path)
        reading.names(str(tmp_path))
    assert len(os.listdir("/proc/self/fd")) == before
