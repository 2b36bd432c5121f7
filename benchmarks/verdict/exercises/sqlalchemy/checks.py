import string

import pytest


def word(random):
    return "".join(random.choices(string.ascii_lowercase, k=12))


def test_opened(call, random):
    """Opens an account with a balance."""
    amount = random.randrange(1000)
    number = call("shop:open_account", word(random), amount)
    assert call("shop:balance", number) == amount, "The balance is wrong."


def test_one_for_each(call, random):
    """Refuses a second account of the same owner."""
    name = word(random)
    call("shop:open_account", name)
    with pytest.raises(Exception, match="UNIQUE"):
        call("shop:open_account", name)


def test_transferred(call, random):
    """Moves money from one account to another."""
    giver, taker = (call("shop:open_account", word(random), 100) for _ in range(2))
    amount = random.randrange(1, 100)
    assert call("shop:transfer", giver, taker, amount) is True, "It was not done."
    left = [call("shop:balance", number) for number in (giver, taker)]
    assert left == [100 - amount, 100 + amount], f"The balances are {left}."


def test_atomic(call, random):
    """Changes nothing if there is not enough money."""
    giver, taker = (call("shop:open_account", word(random), 100) for _ in range(2))
    assert call("shop:transfer", giver, taker, 101) is False, "It was done."
    left = [call("shop:balance", number) for number in (giver, taker)]
    assert left == [100, 100], f"The balances are {left}."


def test_orders(call, random):
    """Lists what each owner ordered."""
    wanted = {word(random): [word(random) for _ in range(3)] for _ in range(5)}
    for owner, items in wanted.items():
        call("shop:order", call("shop:open_account", owner), [[item, 1] for item in items])
    assert call("shop:orders", list(wanted)) == wanted, "These are not the orders."


def test_best(call, random):
    """Names those who ordered most, the first of them first."""
    amounts = {word(random): amount for amount in random.sample(range(1, 1000), 5)}
    for owner, amount in amounts.items():
        call("shop:order", call("shop:open_account", owner), [["tea", amount], ["milk", 1]])
    first = sorted(amounts, key=amounts.get, reverse=True)[:2]
    found = call("shop:best", list(amounts), 2)
    assert found == [[owner, amounts[owner] + 1] for owner in first], f"They are {found}."


def test_unknown(call):
    """Refuses the number of no account."""
    with pytest.raises(Exception, match="No row"):
        call("shop:balance", 10**6)


def test_closed(call, random):
    """Takes the orders of a closed account with it."""
    number = call("shop:open_account", word(random))
    call("shop:order", number, [["tea", 2]])
    assert call("shop:close", number) == 0, "Orders are left."
