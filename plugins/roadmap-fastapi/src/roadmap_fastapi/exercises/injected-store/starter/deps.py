from store import Store

STORE = Store("notes", "only for development")
STORE.open()


def get_session():
    return STORE.session()
