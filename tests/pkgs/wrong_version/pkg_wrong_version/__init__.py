"""Is made for a Roadmap that is not there yet; must not be imported."""

raise RuntimeError("imported")
