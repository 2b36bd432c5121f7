"""Who is here: visitors, known by a signed cookie from their first click that changes something. Accounts follow."""

from roadmap.people.models import VisitorRow
from roadmap.people.visitors import Visitor, Visitors
from roadmap.people.web import includeme

__all__ = ["Visitor", "VisitorRow", "Visitors", "includeme"]
