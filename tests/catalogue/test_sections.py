"""Loading: what a whole section becomes, and one finding with file, line and cure for each thing that can be wrong."""

from datetime import date

import pytest

from roadmap.catalogue import ContentError, NamedProgram

from .example import FILES, changed, load, write

LESSON = "content/10-first.md"
SECOND = "content/20-second.md"
QUIZ = "content/quiz.toml"
TOML = "exercises/double/exercise.toml"
CHECKS = "exercises/double/checks.py"
WRONG = "exercises/double/wrong/square/wrong.toml"


def test_a_whole_section(tmp_path):
    section = load(write(tmp_path), icon="static/icon.svg")
    assert [lesson.id for lesson in section.lessons] == ["first", "second"]
    first, second = section.lessons
    assert (first.title, first.minutes, first.text_line) == ("First steps", 5, 9)
    assert first.sources[0].checked == date(2026, 11, 22)
    assert second.needs == ("first",)
    assert second.excerpts == {"demo-hello.py": 'print("hello")\n'}
    (sample,) = section.samples
    assert (sample.id, sample.name, sample.runtime, sample.line) == ("demo-hello", "demo-hello.py", "demo", 13)
    assert (sample.code, sample.output, sample.varying) == ('print("hello")\n', "hello\n", False)
    (exercise,) = section.exercises
    assert exercise.key == "demo/double"
    assert (exercise.program, exercise.entry, exercise.runtime) == ("python", "", "demo")
    assert exercise.limits.wall_seconds == 5
    assert exercise.limits.memory_mb == 256
    assert exercise.env == {"MODE": "quiet"}
    (check,) = exercise.checks
    assert (check.id, check.title, check.line) == ("test_doubles", "Returns twice the number.", 1)
    (wrong,) = exercise.wrong
    assert (wrong.name, wrong.check, wrong.words) == ("square", "test_doubles", "twice")
    assert wrong.files == {"doubling.py": "def double(number):\n    return number ** 2\n"}
    assert section.quiz is not None
    assert section.quiz.questions[0].right == {0}
    assert (section.content.name, section.minutes) == ("content", 17)


def test_a_section_needs_no_exercises_quiz_or_samples(tmp_path):
    package = write(
        tmp_path, {**changed("content/section.md", "(lesson:first)", "(section:demo)"), LESSON: None, SECOND: None}
    )
    section = load(package, exercises=None, runtimes=())
    assert (section.lessons, section.exercises) == ((), ())


def test_the_version_of_an_exercise_follows_all_that_decides_a_verdict_and_nothing_else(tmp_path):
    def version(name, changes):
        return load(write(tmp_path / name, changes)).exercises[0].version

    same = version("same", {})
    assert same == version("title", changed(TOML, 'title = "Double"', 'title = "Twice"'))
    assert same == version("solution", {"exercises/double/solution/doubling.py": "def double(n): return n + n\n"})
    assert same != version("checks", changed(CHECKS, "99", "98"))
    assert same != version("limits", changed(TOML, "wall_seconds = 5", "wall_seconds = 6"))
    assert same != version("starter", {"exercises/double/starter/given.py": "x = 1\n"})


def findings(tmp_path, changes, **arguments):
    with pytest.raises(ContentError) as caught:
        load(write(tmp_path, changes), **arguments)
    assert str(caught.value) == "\n".join(map(str, caught.value.findings))
    return [str(finding).removeprefix("roadmap_demo/") for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        # Lessons
        (changed(LESSON, "id: first", "id: First!"), f"{LESSON}:2: 'First!' is not an id"),
        (changed(LESSON, "id: first", "id: quiz"), f"{LESSON}:2: quiz is the address of another page"),
        (changed(LESSON, "id: first", "id: print"), f"{LESSON}:2: print is the address of another page"),
        (changed(LESSON, "minutes: 5", "minutes: five"), f"{LESSON}:5: minutes must be a whole number, not 'five'"),
        (changed(LESSON, "minutes: 5", "minutes: 0"), f"{LESSON}:5: minutes is 0 (from 1 to 600)"),
        (changed(LESSON, "summary: A", "sumary: A"), f"{LESSON}:4: unknown key 'sumary' (did you mean summary?)"),
        (changed(LESSON, "summary: A promise.\n", ""), f"{LESSON}:1: summary is missing (add summary)"),
        (changed(LESSON, "summary: A", "title: A"), f"{LESSON}:4: title is given twice (keep one)"),
        (changed(LESSON, "title: First steps", "title: [First"), f"{LESSON}:4: front matter is not YAML"),
        (changed(LESSON, "2026-11-22", "soon"), f"{LESSON}:7: checked must be a day like 2026-11-22, not 'soon'"),
        (changed(LESSON, "2026-11-22", "2026-13-22"), f"{LESSON}:7: front matter is not YAML: month must be in 1..12"),
        (changed(LESSON, "https://docs", "docs"), f"{LESSON}:7: 'docs.example/' is not a web address"),
        (changed(LESSON, "---\nid", "id"), f"{LESSON}:1: has no front matter"),
        ({LESSON: "---\nid: first\n"}, f"{LESSON}:1: front matter has no end"),
        ({LESSON: "---\n- first\n---\nText.\n"}, f"{LESSON}:2: front matter must be `key: value` lines"),
        (changed(SECOND, "id: second", "id: first"), f"{SECOND}:1: lesson id first is taken by 10-first.md"),
        (changed(SECOND, "[first]", "[frist]"), f"{SECOND}:6: needs frist: no lesson of demo (did you mean first?)"),
        (changed(SECOND, "[first]", "first"), f"{SECOND}:6: needs must be a list of texts, not 'first'"),
        (changed(LESSON, "Words", "Wo\0rds"), f"{LESSON}:9: holds a NUL byte"),
        (changed(LESSON, "Words", "Wo\udcffrds"), f"{LESSON}:9: is not UTF-8 (byte 0xff)"),
        # Text
        (changed(LESSON, "lesson:second", "lesson:secnd"), f"{LESSON}:9: dead link lesson:demo/secnd"),
        (changed(LESSON, "#the-end", "#end"), f"{LESSON}:9: dead link: lesson:demo/second has no heading #end"),
        (changed(SECOND, "(#the-end)", "(#end)"), f"{SECOND}:8: dead link: this page has no heading #end"),
        (changed(SECOND, "exercise:double", "exercise:x"), f"{SECOND}:8: dead link exercise:demo/x (known: double)"),
        (changed(SECOND, "quiz:demo", "20-second.md"), f"{SECOND}:8: link to '20-second.md' is of no known kind"),
        (changed(LESSON, "## Hello", "# Hello"), f"{LESSON}:11: heading # is the page's title (start with ##)"),
        (changed(LESSON, "## Hello", "### Hello"), f"{LESSON}:11: heading ### skips a level"),
        (changed(LESSON, "::: tip", "::: tipp"), f"{LESSON}:20: unknown callout 'tipp' (did you mean tip?)"),
        (changed(LESSON, "Change it.\n:::\n", "Change it.\n"), f"{LESSON}:20: callout without an end"),
        (changed(LESSON, "::: tip", "::: tip {hello}"), f"{LESSON}:20: {{hello}} stands on this page already"),
        (changed(LESSON, "map.svg", "mop.svg"), f"{LESSON}:9: there is no image static/mop.svg"),
        (changed(LESSON, "static/map.svg", "https://x.example/a.png"),
         f"{LESSON}:9: there is no image https://x.example"),
        (changed(LESSON, "[a map]", "[]"), f"{LESSON}:9: image without a text alternative"),
        # Samples
        (changed(LESSON, "demo-hello.py", "demo-helo.py"), f"{LESSON}:13: there is no samples/demo-helo.py"),
        (changed(LESSON, "demo-hello.py", "../x.py"), f"{LESSON}:13: '../x.py' is not a file under samples/"),
        (changed(LESSON, "sample=", "smaple="), f"{LESSON}:13: unknown attribute smaple of a code fence"),
        (changed(LESSON, '.py"\n', '.py"\nprint()\n'), f"{LESSON}:13: the body of a fence with sample= must be empty"),
        (changed(LESSON, '.py"\n', '.py" runtime="dmeo"\n'), f"{LESSON}:13: unknown runtime 'dmeo'"),
        (changed(LESSON, '.py"\n', '.py" services="reds"\n'), f"{LESSON}:13: unknown service 'reds'"),
        (changed(LESSON, '.py"\n', '.py" wall="long"\n'), f'{LESSON}:13: wall="long" is not a number of seconds'),
        (changed(LESSON, "```output", "```output vary"), f"{LESSON}:16: unknown word 'vary' in a code fence"),
        (changed(LESSON, "```python", "```pythn"), f"{LESSON}:13: unknown language 'pythn'"),
        (changed(LESSON, "```output", "```"), f"{LESSON}:16: code fence without a language"),
        (changed(LESSON, "```output", "Then:\n\n```output"), f"{LESSON}:18: output without a sample"),
        (changed(SECOND, 'lines="1"', 'lines="1-9"'),
         f'{SECOND}:10: lines="1-9" is not in demo-hello.py (it has lines 1-1)'),
        (changed(SECOND, 'excerpt="demo-hello.py" lines="1"', 'sample="demo-hello.py"'),
         f"{SECOND}:10: sample demo-hello is shown in 10-first.md already"),
        (changed("content/section.md", "Start", '```python sample="demo-hello.py"\n```\n\nStart'),
         "content/section.md:3: sample= works in lessons only"),
        ({"samples/demo-hello.py": None}, f"{LESSON}:13: there is no samples/demo-hello.py (add it)"),
        # Quiz
        (changed(QUIZ, "right = true\n", ""), f"{QUIZ}:4: what has no right choice"),
        (changed(QUIZ, 'text = "A cat"', 'text = "A cat"\n  right = true'), f"{QUIZ}:4: every choice of what is right"),
        (changed(QUIZ, 'explanation = "It does not purr."', ""), f"{QUIZ}:12: explanation is missing"),
        (changed(QUIZ, "right = true", 'right = "yes"'), f"{QUIZ}:9: right must be true or false, not 'yes'"),
        (changed(QUIZ, "prompt =", "promt ="), f"{QUIZ}:5: unknown key 'promt' (did you mean prompt?)"),
        (changed(QUIZ, 'title = "Demo quiz"', 'title = "Demo'), f"{QUIZ}:1: is not TOML: Illegal character"),
        (changed(QUIZ, "[[question]]", "[question]"), f"{QUIZ}:3: question must be a list of tables"),
        ({QUIZ: 'title = "Empty"\n'}, f"{QUIZ}:1: question is missing"),
        # Exercises
        (changed(TOML, 'id = "double"', 'id = "triple"'), f"{TOML}:1: id triple is not the folder's name"),
        (changed(TOML, '"python"', '"wsig"'), f"{TOML}:6: unknown program 'wsig' (did you mean wsgi?)"),
        (changed(TOML, '"python"', '"text"'), f"{CHECKS}:1: test_doubles wants call (nothing of a text program is run"),
        (changed(TOML, '"python"', '"text"\nentry = "x:y"'), f"{TOML}:7: a text program has no entry"),
        (changed(TOML, "edit =", "edits ="), f"{TOML}:7: unknown key 'edits' (did you mean edit?)"),
        (changed(TOML, '["doubling.py"]', '["dubling.py"]'), f"{TOML}:7: starter/ has no dubling.py"),
        (changed(TOML, "difficulty = 1", "difficulty = 6"), f"{TOML}:4: difficulty is 6 (from 1 to 5)"),
        (changed(TOML, "wall_seconds", "wall_secs"), f"{TOML}:15: unknown key 'wall_secs'"),
        (changed(TOML, '"quiet"', "1"), f"{TOML}:12: MODE must be text, not 1"),
        (changed(TOML, "[env]", 'services = ["rabbit"]\n[env]'),
         f"{TOML}:11: unknown service 'rabbit' (known: postgres, redis)"),
        (changed(TOML, "[env]", 'runtime = "x"\n[env]'), f"{TOML}:11: unknown runtime 'x' (known: demo)"),
        (changed(TOML, "[env]", 'entry = "x:y"\n[env]'), f"{TOML}:11: a python program has no entry"),
        (changed(TOML, '"python"', '"wsgi"'), f"{TOML}:1: entry app:app, but there is no app.py in starter/"),
        (changed(TOML, '["first"]', '["thrid"]'), f"{TOML}:8: needs thrid: no lesson of demo"),
        ({TOML: None}, f"{TOML}:1: file is missing"),
        ({"exercises/double/task.md": None}, "exercises/double/task.md:1: file is missing"),
        (changed("exercises/double/task.md", "#hello", "#x"),
         "exercises/double/task.md:3: dead link: lesson:demo/first has"),
        ({"exercises/double/starter/doubling.py": None}, "exercises/double/starter:1: starter/ holds no files"),
        ({"exercises/double/solution/doubling.py": None}, "exercises/double/solution:1: solution/ holds no files"),
        ({"exercises/double/solution/other.py": "x = 1\n"},
         "exercises/double/solution/other.py:1: other.py is not a file that"),
        ({"exercises/double/solution/doubling.py": "def double(number):\n    return number\n"},
         "exercises/double/solution:1: the solution is what starter/ has"),
        ({WRONG: None, "exercises/double/wrong/square/doubling.py": None}, f"{WRONG}:1: file is missing"),
        ({WRONG: 'check = "test_double"\nwords = "x"\n'}, f"{WRONG}:1: there is no check test_double"),
        ({WRONG: 'check = "test_doubles"\n'}, f"{WRONG}:1: words is missing"),
        ({"exercises/double/wrong/square/doubling.py": "def double(number):\n    return number * 2\n"},
         "exercises/double/wrong/square:1: wrong answer square is the solution"),
        ({"exercises/double/probes.py": ""}, "exercises/double/probes.py:1: probes.py is no part of an exercise"),
        # Checks
        ({CHECKS: None}, f"{CHECKS}:1: file is missing"),
        ({CHECKS: "x = 1\n"}, f"{CHECKS}:1: holds no checks"),
        ({CHECKS: "def test_doubles(:\n"}, f"{CHECKS}:1: is not Python"),
        (changed(CHECKS, '"""Returns twice the number.\n\n    For any number.\n    """', "pass"),
         f"{CHECKS}:1: test_doubles has no docstring"),
        (changed(CHECKS, ', "that is not twice the number"', ""), f"{CHECKS}:7: assert without a message"),
        (changed(CHECKS, "def ", "import flask\n\ndef "), f"{CHECKS}:1: checks cannot import flask"),
        (changed(CHECKS, "def ", "async def "), f"{CHECKS}:1: test_doubles is async"),
        (changed(CHECKS, "(call", "(http, call"), f"{CHECKS}:1: test_doubles wants http (a python program offers call"),
        (changed(CHECKS, "(call", "(websocket, call"), f"{CHECKS}:1: test_doubles wants websocket"),
        (changed(CHECKS, "(call", "(redis, call"), f"{CHECKS}:1: test_doubles wants redis"),
        (changed(CHECKS, "(call", "(probe, call"), f"{CHECKS}:1: test_doubles wants probe (add probe.py)"),
        (changed(CHECKS, "def ", 'import pytest\n\n@pytest.mark.parametrize("x", [1])\ndef '),
         f"{CHECKS}:4: test_doubles is parametrized"),
        (changed(CHECKS, "    number =", '    pytest.skip("no")\n    number ='), f"{CHECKS}:6: pytest.skip in a check"),
        (changed(CHECKS, "def ", "class TestIt:\n    pass\n\ndef "), f"{CHECKS}:1: class TestIt (checks are functions"),
        (changed(CHECKS, "def ", 'def test_doubles():\n    """First."""\n\ndef '),
         f"{CHECKS}:4: there are two test_doubles"),
        (changed(CHECKS, "(call", "(call: int(\0"), f"{CHECKS}:1: holds a NUL byte"),
        # More of each
        (changed(LESSON, "title: First steps", 'title: ""'), f"{LESSON}:3: title is empty"),
        (changed(LESSON, "title: First steps", r'title: "a\nb"'), f"{LESSON}:3: title must be one line"),
        (changed(LESSON, "title: First steps", r'title: "a\ud800"'), f"{LESSON}:3: title holds a control character"),
        (changed(LESSON, "  - {title", "  - x\n  - {title"), f"{LESSON}:6: sources must be a list of tables"),
        (changed(SECOND, "[first]", "[first, first]"), f"{SECOND}:6: needs names 'first' twice"),
        (changed(SECOND, "[first]", '["a b"]'), f"{SECOND}:6: 'a b' is no lesson"),
        (changed(SECOND, "[first]", "[second]"), f"{SECOND}:6: needs second: that is the lesson itself"),
        ({SECOND: "---\nid: second\ntitle: T\nsummary: S\nminutes: 1\n---\n"}, f"{SECOND}:7: the lesson has no text"),
        (changed(LESSON, "## Hello", "##"), f"{LESSON}:11: heading without words"),
        (changed(LESSON, "```output", "```output ="), f"{LESSON}:16: cannot read the fence's 'output ='"),
        (changed(LESSON, "```output", '```text mark="worst"'), f"{LESSON}:16: unknown mark 'worst'"),
        (changed(LESSON, '.py"\n', '.py" name="a b"\n'), f"{LESSON}:13: 'a b' is not a file name"),
        (changed(LESSON, "demo-hello.py", "demo_hello.py") | {"samples/demo_hello.py": "print(1)"},
         f"{LESSON}:13: sample id 'demo_hello' is not an id"),
        (changed(QUIZ, "A cat", "A demo"), f"{QUIZ}:4: two choices of what are the same"),
        (changed(QUIZ, "[[question]]", '[[question]]\nid = "what"\nprompt = "?"\nchoice = []\n[[question]]'),
         f"{QUIZ}:8: question id what is taken"),
        (changed(TOML, "difficulty = 1", "difficulty = 1.5"), f"{TOML}:4: difficulty must be a whole number, not 1.5"),
        (changed(TOML, "wall_seconds = 5", 'wall_seconds = "5"'), f"{TOML}:15: wall_seconds must be a number, not '5'"),
        (changed(TOML, "[env]", "env = 1\n[enw]"), f"{TOML}:11: env must be a table, not 1"),
        (changed(TOML, "MODE", '"MO DE"'), f"{TOML}:12: 'MO DE' is not a name of a variable"),
        (changed(TOML, '["doubling.py"]', "[]"), f"{TOML}:7: edit names no file"),
        (changed(TOML, '"python"', '"wsgi"\nentry = "doubling"'), f"{TOML}:7: 'doubling' is no entry"),
        ({"exercises/double/task.md": " \n"}, "exercises/double/task.md:1: the task has no text"),
        ({"exercises/double/task.md": "---\nid: x\n---\nText"},
         "exercises/double/task.md:1: a task has no front matter"),
        ({"exercises/double/probe.py": "def (\n"}, "exercises/double/probe.py:1: is not Python"),
        # The section
        ({"content/section.md": None}, "content/section.md:1: file is missing"),
        (changed("content/section.md", "lesson:first", "lesson:fist"),
         "content/section.md:3: dead link lesson:demo/fist"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_file_line_and_cure(tmp_path, changes, finding):
    found = findings(tmp_path, changes)
    assert any(line.startswith(finding) for line in found), found


@pytest.mark.parametrize(
    ("arguments", "finding"),
    [
        ({"id": "De mo"}, "__init__.py:1: section id 'De mo' is not an id"),
        ({"title": ""}, "__init__.py:1: the section needs a title and a summary"),
        ({"hue": 400}, "__init__.py:1: hue is 400"),
        ({"after": ["demo"]}, "__init__.py:1: section demo comes after itself"),
        ({"icon": "static/no.svg"}, "__init__.py:1: there is no icon static/no.svg"),
        ({"runtimes": ()}, f"{LESSON}:13: no runtime is named, and the plugin declared none"),
        ({"runtimes": ("a", "b")}, f"{LESSON}:13: no runtime is named, and the plugin declared 2 (one of a, b)"),
    ],
)
def test_what_is_wrong_with_the_call_is_named_too(tmp_path, arguments, finding):
    assert any(line.startswith(finding) for line in findings(tmp_path, {}, **arguments))


def test_folders_that_are_missing(tmp_path):
    package = tmp_path / "roadmap_demo"
    package.mkdir()
    with pytest.raises(ContentError) as caught:
        load(package)
    assert [str(finding) for finding in caught.value.findings] == [
        "roadmap_demo/content:1: folder is missing (add it, with section.md and the lessons)",
        "roadmap_demo/exercises:1: folder is missing (add it, or leave exercises= out of config.add_section())",
    ]


def test_an_exercise_without_wrong_answers(tmp_path):
    package = write(tmp_path, {WRONG: None, "exercises/double/wrong/square/doubling.py": None})
    (package / "exercises/double/wrong/square").rmdir()
    with pytest.raises(ContentError, match=r"double/wrong:1: the exercise has no wrong answers \(add wrong/<name>/"):
        load(package)


def test_a_wsgi_exercise_with_all_that_it_can_have(tmp_path):
    changes = {
        **changed(TOML, '"python"', '"wsgi"\nentry = "doubling:create_app()"\nservices = ["redis"]\nruntime = "demo"'),
        **changed(CHECKS, "(call", "(http, redis, redis_server, probe, call"),
        "exercises/double/probe.py": "def facts():\n    return {}\n",
        "exercises/double/starter/templates/page.html": "<p>\r\n",
    }
    (exercise,) = load(write(tmp_path, changes)).exercises
    assert (exercise.entry, exercise.services) == ("doubling:create_app()", ("redis",))
    assert exercise.probe_source is not None
    assert exercise.starter["templates/page.html"] == "<p>\n"
    assert exercise.edit == ("doubling.py",)


WEB = '[programs.web]\nprogram = "wsgi"\nentry = "doubling:app"\n\n'
WORKER = '[programs.worker]\nprogram = "celery"\nentry = "doubling:worker"\n\n'


def several(tables, checks="http, call, programs, redis, broker, db"):
    """The example with these tables instead of its one program, and checks that ask for these fixtures."""
    toml = FILES[TOML].replace('program = "python"\n', 'services = ["redis", "postgres"]\n')
    return {TOML: toml.replace("[env]", f"{tables}[env]"), **changed(CHECKS, "(call", f"({checks}")}


def test_several_programs_have_a_name_a_kind_and_an_entry_each(tmp_path):
    (exercise,) = load(
        write(tmp_path, several(WEB + WORKER, "http, call, programs, redis, broker, db, postgres_server"))
    ).exercises
    assert exercise.programs == (
        NamedProgram("web", "wsgi", "doubling:app"),
        NamedProgram("worker", "celery", "doubling:worker"),
    )
    assert (exercise.program, exercise.entry) == ("wsgi", "doubling:app")
    assert exercise.services == ("redis", "postgres")


@pytest.mark.parametrize(
    ("tables", "finding"),
    [
        (WEB.replace("wsgi", "wsig"), f"{TOML}:12: unknown program 'wsig' (did you mean wsgi?)"),
        (WEB.replace('program = "wsgi"\n', ""), f"{TOML}:11: program is missing (add program)"),
        (WEB.replace("doubling:", "web:"), f"{TOML}:13: entry web:app, but there is no web.py in starter/"),
        (WEB.replace("entry", "enter"), f"{TOML}:13: unknown key 'enter' (did you mean entry?)"),
        (WEB.replace(".web", '."Web 1"'), f"{TOML}:11: 'Web 1' cannot name a program (small letters"),
        (WEB + '[programs.papers]\nprogram = "text"\n', f"{TOML}:16: nothing of a text program is run (leave it out"),
        (
            WEB + '[programs.x]\nprogram = "python"\nentry = "a:b"\n',
            f"{TOML}:17: a python program has no entry (remove",
        ),
        ("".join(WEB.replace(".web", f".web{n}") for n in range(5)), f"{TOML}:27: there are 5 programs (from 1 to 4"),
        ("[programs]\n", f"{TOML}:11: there are 0 programs (from 1 to 4, each below [programs.<name>])"),
        ('[programs]\nweb = "wsgi"\n', f"{TOML}:12: web must be a table, not 'wsgi'"),
        ('program = "wsgi"\n' + WEB, f"{TOML}:11: program beside [programs.…] (write it below the name of the program"),
        ('entry = "doubling:app"\n' + WEB, f"{TOML}:11: entry beside [programs.…] (write it below the name"),
        ('[[programs]]\nprogram = "wsgi"\n', f"{TOML}:11: programs must be a table, not [{{'program': 'wsgi'}}]"),
    ],
)
def test_what_is_wrong_with_several_programs_is_named(tmp_path, tables, finding):
    found = findings(tmp_path, several(tables))
    assert any(line.startswith(finding) for line in found), found


def test_what_no_program_of_several_offers_cannot_be_asked_for(tmp_path):
    found = findings(tmp_path, several(WORKER, "http, websocket"))
    assert found == [
        f"{CHECKS}:1: test_doubles wants http (a celery program offers call: name another one)",
        f"{CHECKS}:1: test_doubles wants websocket (a celery program offers call: name another one)",
    ]
    found = findings(tmp_path / "two", several(WEB + WORKER, "websocket"))
    assert found == [
        f"{CHECKS}:1: test_doubles wants websocket (a wsgi or celery program offers http, call: name another one)"
    ]


def test_a_program_that_is_not_there_is_named(tmp_path):
    checks = changed(CHECKS, '"that is not twice the number"', 'programs["wokrer"].logs()')
    changes = {**several(WEB + WORKER), CHECKS: checks[CHECKS].replace("(call", "(programs, call")}
    assert findings(tmp_path, changes) == [f"{CHECKS}:7: no program is called 'wokrer' (did you mean worker?)"]
    alone = changed(CHECKS, '"that is not twice the number"', 'programs["python"].logs()')
    assert load(write(tmp_path / "alone", {CHECKS: alone[CHECKS].replace("(call", "(programs, call")})).exercises


def test_fixtures_of_a_service_that_is_not_there_are_named(tmp_path):
    found = findings(tmp_path, changed(CHECKS, "(call", "(db, broker, call"))
    assert found == [
        f'{CHECKS}:1: test_doubles wants broker (services = ["redis"] in exercise.toml)',
        f'{CHECKS}:1: test_doubles wants db (services = ["postgres"] in exercise.toml)',
    ]


def test_several_programs_decide_the_version(tmp_path):
    def version(name, tables):
        return load(write(tmp_path / name, several(tables))).exercises[0].version

    both = version("both", WEB + WORKER)
    assert both == version("again", WEB + WORKER)
    others = [WORKER + WEB, WEB, WEB.replace(".web", ".site") + WORKER, WEB.replace(":app", ":other") + WORKER]
    assert both not in {version(str(number), tables) for number, tables in enumerate(others)}


def test_a_text_exercise_needs_no_runtime(tmp_path):
    lesson = FILES[LESSON].replace('```python sample="demo-hello.py"\n```\n\n```output\nhello\n```\n', "")
    second = FILES["content/20-second.md"].replace('```python excerpt="demo-hello.py" lines="1"\n```\n', "")
    changes = {
        LESSON: lesson,
        "content/20-second.md": second,
        **changed(TOML, '"python"', '"text"'),
        CHECKS: 'def test_doubles(sources):\n    """Doubles."""\n    assert "*" in sources("doubling.py"), "no *"\n',
    }
    (exercise,) = load(write(tmp_path, changes), runtimes=[]).exercises
    assert (exercise.program, exercise.runtime, exercise.entry) == ("text", "", "")


def test_all_findings_come_at_once(tmp_path):
    changes = {**changed(LESSON, "minutes: 5", "minutes: x"), **changed(QUIZ, "right = true\n", ""), CHECKS: None}
    assert len(findings(tmp_path, changes)) == 3


def test_leftovers_of_tools_are_no_content(tmp_path):
    changes = {
        "exercises/double/starter/__pycache__/doubling.pyc": "\0",
        "exercises/double/solution/doubling.py~": "x",
        "exercises/__pycache__/x.pyc": "\0",
    }
    assert set(load(write(tmp_path, changes)).exercises[0].starter) == {"doubling.py"}


def test_an_exercise_may_name_the_file_that_run_executes(tmp_path):
    exercise = "exercises/double/exercise.toml"
    changes = {
        **changed(exercise, "edit =", 'run = "try_it.py"\nedit ='),
        "exercises/double/starter/try_it.py": "print(1)\n",
    }
    assert load(write(tmp_path, changes)).exercises[0].run == "try_it.py"
    changes["exercises/double/starter/try_it.py"] = None
    with pytest.raises(ContentError, match=r"starter/ has no try_it\.py"):
        load(write(tmp_path, changes))


def test_of_several_runtimes_the_sections_namesake_is_meant(tmp_path):
    section = load(write(tmp_path), runtimes=("another", "demo"))
    assert {sample.runtime for sample in section.samples} == {"demo"}
    assert {exercise.runtime for exercise in section.exercises} == {"demo"}
