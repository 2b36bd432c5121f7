"""A lesson's text to HTML: highlighting, anchors, callouts, samples."""

from roadmap.markdown.pages import Rendered, render_front, render_inline, render_lesson, render_printed, render_task

__all__ = ["Rendered", "render_front", "render_inline", "render_lesson", "render_printed", "render_task"]
