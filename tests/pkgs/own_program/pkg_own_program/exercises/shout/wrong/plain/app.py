def answer(line):
    return line.title()
