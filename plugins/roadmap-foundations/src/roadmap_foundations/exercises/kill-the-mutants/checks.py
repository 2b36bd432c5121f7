"""The learner's tests against the original, a rewritten wallet, and seven mutants that exist only here."""

REWRITTEN = '''
class InsufficientFunds(Exception):
    pass


class LimitExceeded(Exception):
    pass


class Wallet:
    LIMIT = 100_000

    def __init__(self, owner, balance=0, history=None):
        self.owner = owner
        self.__start = balance
        self.__moves = tuple(history or ())
        self.__given = len(self.__moves)

    @property
    def history(self):
        return self.__moves

    @property
    def balance(self):
        new = self.__moves[self.__given:]
        return self.__start + sum(-cents if kind == "withdraw" else cents for kind, cents in new)

    def __move(self, kind, cents):
        self.__moves = (*self.__moves, (kind, cents))

    def deposit(self, cents):
        if not cents > 0:
            raise ValueError("a deposit is at least one cent")
        if cents > self.LIMIT - self.balance:
            raise LimitExceeded("that would be too much")
        self.__move("deposit", cents)

    def withdraw(self, cents):
        if not cents > 0:
            raise ValueError("a withdrawal is at least one cent")
        if self.balance - cents < 0:
            raise InsufficientFunds("that is more than there is")
        self.__move("withdraw", cents)

    def pay_interest(self, percent):
        whole, rest = divmod(self.balance * percent, 100)
        self.__move("interest", whole + (rest >= 50))
'''


def changed(sources, *pairs):
    """wallet.py with something replaced."""
    source = sources("wallet.py")
    for before, after in pairs:
        assert source.count(before) == 1, "wallet.py is not the file that was given."
        source = source.replace(before, after)
    return source


def passes_on_the_original(probe, sources):
    facts = probe("run_tests", sources("wallet.py"))
    assert facts["problem"] is None, f"test_wallet.py could not be loaded: {facts['problem']}"
    assert facts["ran"] > 0, "There is no test: methods of a TestCase whose names begin with test are run."
    assert not facts["failed"], f"On the original wallet, {facts['failed'][0]} fails: {facts['why']}. A mutant can only be killed by tests that pass on the original."
    return facts


def kill(probe, sources, mutant, alive):
    passes_on_the_original(probe, sources)
    facts = probe("run_tests", mutant)
    assert facts["failed"], f"The mutant survived; tests that ran: {facts['ran']}. {alive}"


def test_passes_on_the_original(probe, sources):
    """Your tests pass on the original wallet, and none is skipped"""
    facts = passes_on_the_original(probe, sources)
    assert facts["skipped"] == 0, f"{facts['skipped']} tests are skipped. A skipped test proves nothing."


def test_refactored_wallet(probe, sources):
    """Your tests pass on a wallet that keeps the same promises and is written differently"""
    passes_on_the_original(probe, sources)
    facts = probe("run_tests", REWRITTEN)
    assert not facts["failed"], (
        f"On a wallet that keeps all promises, {facts['failed'][0]} fails: {facts['why']}. It tests how the wallet is made inside; test what it does, through its public names."
    )


def test_kills_nothing_deposited(probe, sources):
    """Killed: the mutant that takes a deposit of no amount"""
    mutant = changed(sources, ('if cents <= 0:\n            raise ValueError(f"cannot deposit', 'if cents < 0:\n            raise ValueError(f"cannot deposit'))
    kill(probe, sources, mutant, "It differs from the original for one amount only, the largest that is refused: the limit of a condition.")


def test_kills_full_wallet(probe, sources):
    """Killed: the mutant that refuses to become entirely full"""
    mutant = changed(sources, ("if self._balance + cents > self.LIMIT", "if self._balance + cents >= self.LIMIT"))
    kill(probe, sources, mutant, "It differs only at the limit of a condition: fill a wallet exactly.")


def test_kills_last_cent(probe, sources):
    """Killed: the mutant that does not hand out the last cent"""
    mutant = changed(sources, ("if cents > self._balance", "if cents >= self._balance"))
    kill(probe, sources, mutant, "It differs only where the amount is exactly what is there.")


def test_kills_rounding(probe, sources):
    """Killed: the mutant that rounds differently"""
    mutant = changed(sources, ("(self._balance * percent + 50) // 100", "(self._balance * percent) // 100"))
    kill(probe, sources, mutant, "It cuts fractions of a cent off. Where the interest comes out even, nobody sees it.")
    other = changed(sources, ("cents = (self._balance * percent + 50) // 100", "cents = round(self._balance * percent / 100)"))
    kill(probe, sources, other, "It uses Python's round(), which sends halves to the even neighbor: 0.5 becomes 0, and 1.5 becomes 2. Half a cent of interest is the case to look at.")


def test_kills_wrong_error(probe, sources):
    """Killed: the mutant that raises another exception"""
    mutant = changed(sources, ('raise InsufficientFunds(f"', 'raise ValueError(f"'))
    kill(probe, sources, mutant, "It raises ValueError where the documentation promises something else. Do your tests name the class of the exception?")


def test_kills_shared_history(probe, sources):
    """Killed: the mutant whose wallets know of each other"""
    mutant = changed(sources, ("history=None):", "history=[]):"), ("[] if history is None else list(history)", "history"))
    kill(probe, sources, mutant, "Its default history is one list for all. With a single wallet it behaves well: use two wallets.")


def test_kills_missing_entry(probe, sources):
    """Killed: the mutant that forgets to write something down"""
    mutant = changed(sources, ('        self._history.append(("withdraw", cents))\n', ""))
    kill(probe, sources, mutant, "One kind of movement leaves no line in the history. Look at it after each kind.")
