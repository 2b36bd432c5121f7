"""/styleguide, in development: every token and every component in every state, from the macros that plugins use."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from roadmap.catalogue import Section
from roadmap.markdown import render_front
from roadmap.runner.verdict import CheckResult, Outcome, State, Verdict

TEMPLATE = "roadmap:site/templates/styleguide.jinja2"
_ROOT = re.compile(rb":root(?:,[^{}]*)?\{([^{}]*)\}")
_TOKEN = re.compile(rb"(--[a-z][a-z0-9-]*):\s*([^;}]+)")
_COLOR = re.compile(r"light-dark\(([^,]+),\s*([^)]+)\)$")
TRACEBACK = 'File "app.py", line 3\n    def (:\n        ^\nSyntaxError: invalid syntax\n'
PROSE = """\
A paragraph with *emphasis*, **weight**, `code`, a [link](https://example.org "Elsewhere"), and a footnote[^1].

## A heading

1. A list
2. in order

- and one
- without

### A smaller heading

Term
: What it means.

| Name | Count |
| :--- | ---: |
| A row | 12 |

```python title="app.py"
def hello(name: str) -> str:
    return f"Hello, {name}!"  # 42 of them
```

```output
Hello, Ada!
```

::: tip "A callout in a text"
With a paragraph.
:::

[^1]: At the end of the text.
"""


def includeme(config: Configurator) -> None:
    if config.registry.roadmap.development:
        config.add_route("styleguide", "/styleguide")
        config.add_view(styleguide, route_name="styleguide", request_method="GET", renderer=TEMPLATE)


def styleguide(request: Request) -> dict[str, Any]:
    tokens = tokens_of(request.registry.assets.files["site.css"].body)
    return {
        "section": None,
        "colors": {name: tuple(found.groups()) for name, value in tokens.items() if (found := _COLOR.match(value))},
        "others": {name: value for name, value in tokens.items() if not _COLOR.match(value)},
        "prose": render_front(_section()).html,
        "verdicts": [verdict(state) for state in State],
        "checks": checks(),
    }


def tokens_of(style: bytes) -> dict[str, str]:
    """The custom properties of the whole page, name to value; not those that a component keeps to itself."""
    pairs = (pair for block in _ROOT.findall(style) for pair in _TOKEN.findall(block))
    return {name.decode(): value.decode().strip() for name, value in pairs}


def checks() -> tuple[CheckResult, ...]:
    """A result of each outcome, and one that compares."""
    each = [CheckResult(str(outcome), f"A check that is {outcome}", outcome) for outcome in Outcome]
    told = "The path of the request was not what the answer says."
    return (*each, CheckResult("compared", "One that compares", Outcome.FAILED, told, "'/tea'", "'/coffee'"))


def verdict(state: State) -> Verdict:
    shown = state in (State.PASSED, State.FAILED)
    return Verdict(
        state,
        message="" if shown else "What there is to say about it, in a sentence.",
        checks=checks() if state is State.FAILED else (),
        output="Listening on port 8000\n" if shown else "",
        output_truncated=state is State.FAILED,
        traceback=TRACEBACK if state is State.ERROR else "",
    )


def _section() -> Section:
    return Section("styleguide", "Text", "", 172, (), PROSE, (), (), None, "roadmap", "", Path(__file__).parent)
