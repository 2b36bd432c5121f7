"""A lesson's text to HTML: highlighting, anchors, callouts, samples."""

from roadmap.markdown.pages import Rendered, render_front, render_inline, render_lesson, render_printed, render_task
from roadmap.markdown.voice import Voice

__all__ = ["Rendered", "Voice", "render_front", "render_inline", "render_lesson", "render_printed", "render_task"]
