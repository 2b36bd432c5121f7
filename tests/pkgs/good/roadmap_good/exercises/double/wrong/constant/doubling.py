def double(number):
    return 2
