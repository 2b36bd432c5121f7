"""Files that stay as they are until a check starts them: shell scripts, and whatever they call."""


def serve(program):
    program.answer_calls()
