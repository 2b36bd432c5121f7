def answer(line):
    return line
