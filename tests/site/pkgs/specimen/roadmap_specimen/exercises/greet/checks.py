def test_name(call, expect, random):
    """greet(name) greets that name"""
    name = random.choice(["Ada", "Grace", "Guido"])
    want = f"Hello, {name}!"
    expect(call("greeting:greet", name)).equals(
        want,
        if_equals=[(want.upper(), "a greeting is not shouted"), (f"HELLO, {name}!", "it is not shouted")],
        message="greet(name) does not greet by name",
    )


def test_nobody(call, expect):
    """greet("") greets the world"""
    expect(call("greeting:greet", "")).equals("Hello, world!", message="an empty name does not greet the world")
