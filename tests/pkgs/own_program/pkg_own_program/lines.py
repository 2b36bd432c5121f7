"""Serves lines: whoever connects sends one and gets what the learner's function makes of it."""


def serve(program):
    answer = program.load()
    program.ready()
    while True:
        connection, _ = program.listener.accept()
        with connection, connection.makefile("rw") as file:
            for line in file:
                file.write(answer(line.strip()) + "\n")
                file.flush()
