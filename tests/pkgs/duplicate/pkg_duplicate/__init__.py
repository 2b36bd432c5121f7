"""Has an entry point of the same name as another distribution's; must not be imported."""

raise RuntimeError("imported")
