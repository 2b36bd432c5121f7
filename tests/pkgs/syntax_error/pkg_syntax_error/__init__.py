"""Its views do not compile."""

from pkg_syntax_error import views


def includeme(config):
    config.scan(views)
