"""What visitors do: drafts, submissions with their verdicts, progress, quiz answers; and the dispatcher."""

from roadmap.learning import merging as _merging  # noqa: F401  says how its tables are merged
from roadmap.learning.bookmarks import Bookmarks
from roadmap.learning.dispatcher import Dispatcher
from roadmap.learning.drafts import Draft, Drafts
from roadmap.learning.errors import BadFiles, LearningError, Locked, QueueFull, TooMany, Wait
from roadmap.learning.estimate import Place
from roadmap.learning.events import EventLog, Look, StoredEvent
from roadmap.learning.figures import Figures
from roadmap.learning.files import checked_files, files_digest
from roadmap.learning.notes import NOTE_ID, BadNote, Changed, Note, Notes
from roadmap.learning.progress import Progress
from roadmap.learning.quizzes import Answered, Quizzes
from roadmap.learning.standing import Standing, Step, kind_of
from roadmap.learning.submission import Submission, SubmissionState
from roadmap.learning.submissions import Submissions
from roadmap.learning.trail import Trail
from roadmap.learning.web import Dispatching, includeme, start_dispatcher, stop_dispatcher
from roadmap.learning.workspaces import Workspaces

__all__ = [
    "NOTE_ID",
    "Answered",
    "BadFiles",
    "BadNote",
    "Bookmarks",
    "Changed",
    "Dispatcher",
    "Dispatching",
    "Draft",
    "Drafts",
    "EventLog",
    "Figures",
    "LearningError",
    "Locked",
    "Look",
    "Note",
    "Notes",
    "Place",
    "Progress",
    "QueueFull",
    "Quizzes",
    "Standing",
    "Step",
    "StoredEvent",
    "Submission",
    "SubmissionState",
    "Submissions",
    "TooMany",
    "Trail",
    "Wait",
    "Workspaces",
    "checked_files",
    "files_digest",
    "includeme",
    "kind_of",
    "start_dispatcher",
    "stop_dispatcher",
]
