def serve(program):
    program.answer_calls()
