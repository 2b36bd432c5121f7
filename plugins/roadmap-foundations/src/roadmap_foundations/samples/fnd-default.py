"""A default value is made once, when the function is defined."""


def add_wrong(item, basket=[]):
    basket.append(item)
    return basket


def add_right(item, basket=None):
    basket = [] if basket is None else basket
    basket.append(item)
    return basket


print("wrong:", add_wrong("tea"), add_wrong("mug"))
print("right:", add_right("tea"), add_right("mug"))
