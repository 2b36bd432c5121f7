def run(program):
    program.answer_calls()
