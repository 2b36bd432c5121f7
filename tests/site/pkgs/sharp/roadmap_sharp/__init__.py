"""A section whose titles and summaries are made of what ends an element, an attribute, a string or a CDATA section."""

SHARP = """</title></script><script>alert("1")</script><!-- ]]> & ' \\u2028 é \ufffe"""


def includeme(config):
    config.add_section(
        title=f"Sharp {SHARP}",
        summary=f"Summary {SHARP}",
        after=["specimen", "not-installed"],
        hue=1,
        content="content/",
    )
