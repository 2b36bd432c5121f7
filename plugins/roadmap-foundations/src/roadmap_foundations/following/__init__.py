"""Follow a request: what a visitor asks for, and what was seen of it at each door between socket and database."""
