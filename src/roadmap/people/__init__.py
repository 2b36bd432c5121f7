"""Who is here: visitors, known by a signed cookie from their first click that changes something, and accounts."""

from roadmap.people.merging import MERGING, Merging
from roadmap.people.models import VisitorRow
from roadmap.people.sessions import Account
from roadmap.people.visitors import Visitor, Visitors
from roadmap.people.web import includeme

__all__ = ["MERGING", "Account", "Merging", "Visitor", "VisitorRow", "Visitors", "includeme"]
