"""A new bank for each check, looked at through its functions and directly in its file."""

import string


def word(random, length=8):
    return "".join(random.choices(string.ascii_lowercase, k=length))


def bank(call, probe, random):
    path = f"/tmp/{word(random, 12)}.sqlite"
    probe("forget", path)
    call("bank:create", path)
    return path


def customer(call, random, path, name=None, balance=None):
    """Number, name, PIN and balance of a new customer."""
    name = name or word(random)
    pin = str(random.randrange(1000, 10_000))
    balance = random.randrange(5_000, 20_000) if balance is None else balance
    return call("bank:open_account", path, name, pin, balance), name, pin, balance


def inside(probe, what, function, *args):
    """What the probe found out. What the learner's code raises meanwhile is named as theirs."""
    try:
        return probe(function, *args)
    except probe.Raised as problem:
        where = f" ({problem.place})" if problem.place else ""
        raise AssertionError(f"{what} raised {problem.type}: {problem.message}{where}") from None


def raised_by(call, *args):
    try:
        call(*args)
    except call.Raised as problem:
        return problem.type.rpartition(".")[2]
    return None


def happened(kind, before, after):
    """What became of a transfer that should be refused."""
    if kind:
        return f"raised {kind}"
    if before != after:
        return "went through"
    return "moved nothing, but returned as if all were well: the error was swallowed"


def balances(call, path, *accounts):
    return [call("bank:balance", path, account) for account in accounts]


def test_normal_day(call, probe, random, expect):
    """Accounts, logins and transfers work"""
    path = bank(call, probe, random)
    ann, name, pin, has = customer(call, random, path)
    bob, _, _, owns = customer(call, random, path)
    cents = random.randrange(1, 5_000)
    expect(call("bank:login", path, name, pin)).equals(ann, message="login with the right name and PIN should return the account's number.")
    expect(call("bank:login", path, name, pin + "0")).equals(None, message="login with a wrong PIN should return None.")
    call("bank:transfer", path, ann, bob, cents)
    expect([call("bank:balance", path, ann), call("bank:balance", path, bob)]).equals(
        [has - cents, owns + cents], message=f"Balances after a transfer of {cents} cents from {has} to {owns}."
    )
    expect(inside(probe, "Reading the table transfers of schema.sql", "rows", path, "SELECT source, target, cents FROM transfers")).equals([[ann, bob, cents]], message="The table transfers.")
    call("bank:transfer", path, ann, bob, has - cents)
    expect(call("bank:balance", path, ann)).equals(0, message="Transferring all that is left should work: a balance of exactly 0 is fine.")
    assert raised_by(call, "bank:transfer", path, ann, bob, 1) == "IntegrityError", "One cent more than the balance should raise sqlite3.IntegrityError."


def test_no_value_becomes_sql(call, probe, random):
    """What is typed into login, search or an account's number is never part of the SQL"""
    path = bank(call, probe, random)
    ann, name, pin, _ = customer(call, random, path)
    secret = customer(call, random, path)[2]
    junk = word(random)
    for typed in ((f"{name}' --", junk), (name, f"{junk}' OR '1'='1"), ("' OR '1'='1", "' OR '1'='1"), (f"' UNION SELECT {ann} --", junk), (f"{junk}\\' OR 1=1 --", junk)):
        kind, got = None, None
        try:
            got = call("bank:login", path, *typed)
        except call.Raised as problem:
            kind = problem.type
        assert kind is None, f"login({typed[0]!r}, {typed[1]!r}) raised {kind}; it should return None. The quotation mark became part of the SQL."
        assert got is None, f"login({typed[0]!r}, {typed[1]!r}) let somebody in. Hand values to execute() separately from the statement."
    for text in (f"{junk}' UNION SELECT pin FROM accounts --", f"{junk}%' UNION SELECT pin FROM accounts WHERE name LIKE '%"):
        try:
            found = call("bank:search", path, text)
        except call.Raised as problem:
            raise AssertionError(f"search({text!r}) raised {problem.type}; it should find nothing.") from None
        assert secret not in found and pin not in found, f"search({text!r}) listed PINs. The search pattern, too, is a value: hand it over separately."
        assert not found, f"search({text!r}) found {found}; nobody has that name."
    for number in (f"{ann} AND 1=0 UNION SELECT pin FROM accounts", f"-1 UNION SELECT pin FROM accounts WHERE id = {ann}"):
        try:
            got = call("bank:balance", path, number)
        except call.Raised:
            continue
        assert got is not None, f"balance(path, {number!r}) returned None. There is no such account, and so it should raise something."
        raise AssertionError(
            f"balance(path, {number!r}) returned {got!r}. There is no quotation mark to escape in a number, and yet it became SQL: hand it over separately."
        )


def test_transfer_takes_values(call, probe, random, expect):
    """Nothing handed to transfer or open_account becomes part of the SQL"""
    path = bank(call, probe, random)
    ann, _, _, has = customer(call, random, path)
    bob, _, _, owns = customer(call, random, path)
    cyd, _, _, rest = customer(call, random, path)
    raised_by(call, "bank:transfer", path, ann, f"{bob} OR 1=1", 1)
    raised_by(call, "bank:transfer", path, f"{bob} OR 1=1", ann, 1)
    raised_by(call, "bank:transfer", path, ann, bob, "balance")
    after = [call("bank:balance", path, account) for account in (ann, bob, cyd)]
    expect(after).equals([has, owns, rest], message="Transfers with SQL in their arguments changed balances. Parameters everywhere, also for numbers.")
    name = f"{word(random)}', '0', 999999) --"
    number, *_ = customer(call, random, path, name, 5)
    expect(call("bank:balance", path, number)).equals(5, message=f"A customer named {name!r} chose their own balance.")


def test_quotes_are_welcome(call, probe, random, expect):
    """Names with quotation marks and other signs work like all others"""
    path = bank(call, probe, random)
    for name in (f"O'{word(random)}", f"{word(random)}'); DROP TABLE accounts; --", f'"{word(random)}"', f"{word(random)}’s café", f"\\{word(random)}\\"):
        try:
            number, _, pin, _ = customer(call, random, path, name)
        except call.Raised as problem:
            raise AssertionError(f"open_account for {name!r} raised {problem.type}: {problem.message}. A name is a value, whatever is in it.") from None
        expect(call("bank:login", path, name, pin)).equals(number, message=f"{name!r} cannot log in with the right PIN.")
        expect(call("bank:search", path, name)).equals([name], message=f"Searching for {name!r} should find exactly this customer.")


def test_failed_credit(call, probe, random, expect):
    """When the credit fails, neither balance changes, and the caller gets the error"""
    path = bank(call, probe, random)
    ann, _, _, has = customer(call, random, path)
    bob, _, _, owns = customer(call, random, path)
    inside(probe, "Planting a failure in the table accounts of schema.sql", "refuse_credit", path, bob)
    kind = raised_by(call, "bank:transfer", path, ann, bob, random.randrange(1, 1000))
    expect([call("bank:balance", path, ann), call("bank:balance", path, bob)]).equals(
        [has, owns], message="The credit failed, and the source was debited all the same: the first update was committed. Put all of it into one transaction."
    )
    expect(inside(probe, "Reading the table transfers of schema.sql", "rows", path, "SELECT count(*) FROM transfers")).equals([[0]], message="A transfer that failed should leave no line in transfers.")
    assert kind, "The credit failed, but transfer() returned as if all were well: the error was swallowed."


def test_failed_record(call, probe, random, expect):
    """When the line in transfers cannot be written, no money moves"""
    path = bank(call, probe, random)
    ann, _, _, has = customer(call, random, path)
    bob, _, _, owns = customer(call, random, path)
    inside(probe, "Planting a failure in the table transfers of schema.sql", "refuse_records", path)
    kind = raised_by(call, "bank:transfer", path, ann, bob, random.randrange(1, 1000))
    expect([call("bank:balance", path, ann), call("bank:balance", path, bob)]).equals(
        [has, owns], message="The line in transfers could not be written, but the money moved. Debit, credit and the line belong into one transaction."
    )
    assert kind, "The line could not be written, but transfer() returned as if all were well."


def test_overdraft(call, probe, random, expect):
    """The database itself refuses a balance below zero"""
    path = bank(call, probe, random)
    ann, _, _, has = customer(call, random, path)
    bob, _, _, owns = customer(call, random, path)
    kind = raised_by(call, "bank:transfer", path, ann, bob, has + random.randrange(1, 100))
    after = balances(call, path, ann, bob)
    assert kind == "IntegrityError", f"A transfer of more than the balance {happened(kind, [has, owns], after)}; sqlite3.IntegrityError was expected."
    expect(after).equals([has, owns], message="A refused transfer changed a balance.")
    got = probe("attempt", path, "UPDATE accounts SET balance = -1 WHERE id = ?", [ann])
    assert got == "IntegrityError", (
        "Another program set a balance to -1, and the database did not object. The rule should hold whoever writes: put it into schema.sql."
    )


def test_accounts_must_exist(call, probe, random, expect):
    """A transfer to or from an account that does not exist is refused"""
    path = bank(call, probe, random)
    ann, _, _, has = customer(call, random, path)
    nobody = ann + random.randrange(50, 500)
    for source, target in ((ann, nobody), (nobody, ann)):
        kind = raised_by(call, "bank:transfer", path, source, target, random.randrange(1, 1000))
        expect(call("bank:balance", path, ann)).equals(
            has, message=f"A transfer from {source} to {target}, one of which does not exist, changed a balance: money came from or went to nobody. Are foreign keys enforced?"
        )
        assert kind == "IntegrityError", (
            f"A transfer from {source} to {target}, one of which does not exist, {happened(kind, [has], balances(call, path, ann))}; "
            "sqlite3.IntegrityError from the foreign key was expected."
        )


def test_amounts_are_positive(call, probe, random, expect):
    """An amount of zero or less is refused"""
    path = bank(call, probe, random)
    ann, _, _, has = customer(call, random, path)
    bob, _, _, owns = customer(call, random, path)
    for cents in (-random.randrange(1, 1000), 0):
        kind = raised_by(call, "bank:transfer", path, ann, bob, cents)
        after = balances(call, path, ann, bob)
        lines = inside(probe, "Reading the table transfers of schema.sql", "rows", path, "SELECT count(*) FROM transfers")
        assert kind in ("ValueError", "IntegrityError"), (
            f"A transfer of {cents} cents {happened(kind, [[has, owns], [[0]]], [after, lines])}. ValueError or sqlite3.IntegrityError was expected: a negative one takes money from the receiver."
        )
        expect(after).equals([has, owns], message=f"A transfer of {cents} cents changed a balance.")


def test_connections_are_closed(call, probe, random):
    """Every function closes its connection, also when it raises"""
    path = bank(call, probe, random)
    ann, name, pin, _ = customer(call, random, path)
    bob = customer(call, random, path)[0]
    steps = {
        "open_account": ("bank:open_account", path, word(random), "1234", 5),
        "login": ("bank:login", path, name, pin),
        "search": ("bank:search", path, name[:2]),
        "balance": ("bank:balance", path, ann),
        "transfer": ("bank:transfer", path, ann, bob, 1),
        "a transfer that fails": ("bank:transfer", path, ann, bob, 10**9),
        "create": ("bank:create", path + "2"),
    }
    for what, step in steps.items():
        kind, facts = watched(call, probe, step)
        assert facts["opened"] > 0, f"{what} opened no connection. Open one in each function: a shared one mixes up the transactions of several callers."
        assert facts["open"] == 0 or not kind, left_open(what, kind, facts)
        assert facts["open"] == 0, (
            f"After {what}, {facts['open']} of {facts['opened']} connections are still open. Note that the end of `with connection:` is the end of a "
            "transaction, and not the end of a connection."
        )
    failing = {
        "balance of an account that does not exist": ("bank:balance", path, ann + random.randrange(50, 500)),
        "open_account with a balance below zero": ("bank:open_account", path, word(random), "1234", -5),
        "login with a name that is a list": ("bank:login", path, [name], pin),
        "create where the tables are already": ("bank:create", path),
    }
    for what, step in failing.items():
        kind, facts = watched(call, probe, step)
        assert facts["open"] == 0, left_open(what, kind, facts)


def watched(call, probe, step):
    probe("watch")
    kind = raised_by(call, *step)
    return kind, probe("connections")


def left_open(what, kind, facts):
    return (
        f"After {what}, which {'raised ' + kind if kind else 'raised nothing'}, {facts['open']} of {facts['opened']} connections are still open. Close it also when "
        "something raises: a close() in the last line is not reached then. `finally`, or contextlib.closing, is."
    )


def test_wildcards(call, probe, random, expect):
    """% and _ in a search stand for themselves"""
    path = bank(call, probe, random)
    root = word(random)
    names = [f"{root}%a", f"{root}_b", f"{root}xc", f"{root}\\d", f"{root}[e]*"]
    for name in names:
        customer(call, random, path, name)
    for text, found in (("%", [names[0]]), ("_", [names[1]]), (f"{root}_", [names[1]]), ("\\", [names[3]]), ("*", [names[4]]), ("[e]", [names[4]])):
        expect(call("bank:search", path, text)).equals(
            found,
            if_equals=[(sorted(names), f"search({text!r}) found everybody: in a LIKE pattern this sign is special.")],
            message=f"search({text!r}) should find the names that contain it. Some signs are special in a LIKE pattern.",
        )
    expect(call("bank:search", path, root[1:].upper())).equals(sorted(names), message="Upper and lower case should not matter for plain letters.")
    expect(call("bank:search", path, "")).equals(sorted(names), message="An empty text is contained in every name.")
