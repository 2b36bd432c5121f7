def test_doubles(call, expect, random):
    """double(number) is twice the number"""
    number = random.randint(3, 1000)
    expect(call("doubling:double", number)).equals(
        number * 2, if_equals=[(number**2, "it is squared, not doubled")], message="double(number) is not twice the number"
    )
