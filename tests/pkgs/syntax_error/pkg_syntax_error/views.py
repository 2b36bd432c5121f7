"""Views with a slip of the pen."""


def page(request)
    return {}
