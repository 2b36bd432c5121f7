"""The line of each key."""

from roadmap.catalogue.toml import key_lines

TEXT = '''\
title = "x"
text = """
title = "not a key"
"""
a.b = 1

[[question]]
id = "one"

  [[question.choice]]
  text = "a"

[[question]]
"id" = "two"
  [[question.choice]]
  [[question.choice]]
  text = "b"

[env]
MODE = "x"
'''


def test_lines_of_keys():
    lines = key_lines(TEXT)
    assert lines["title",] == 1
    assert lines["text",] == 2
    assert lines["a", "b"] == 5
    assert lines["question", 0, "id"] == 8
    assert lines["question", 0, "choice", 0, "text"] == 11
    assert lines["question", 1] == 13
    assert lines["question", 1, "id"] == 14
    assert lines["question", 1, "choice", 1, "text"] == 17
    assert lines["env",] == 19
    assert lines["env", "MODE"] == 20
