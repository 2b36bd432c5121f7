"""A wallet that counts in whole cents."""


class InsufficientFunds(Exception):
    """More was asked for than there is."""


class LimitExceeded(Exception):
    """The wallet would become too full."""


class Wallet:
    LIMIT = 100_000

    def __init__(self, owner, balance=0, history=None):
        self.owner = owner
        self._balance = balance
        self._history = [] if history is None else list(history)

    @property
    def balance(self):
        return self._balance

    @property
    def history(self):
        return tuple(self._history)

    def deposit(self, cents):
        if cents <= 0:
            raise ValueError(f"cannot deposit {cents} cents")
        if self._balance + cents > self.LIMIT:
            raise LimitExceeded(f"at most {self.LIMIT} cents")
        self._balance += cents
        self._history.append(("deposit", cents))

    def withdraw(self, cents):
        if cents <= 0:
            raise ValueError(f"cannot withdraw {cents} cents")
        if cents > self._balance:
            raise InsufficientFunds(f"{self._balance} cents are there")
        self._balance -= cents
        self._history.append(("withdraw", cents))

    def pay_interest(self, percent):
        cents = (self._balance * percent + 50) // 100
        self._balance += cents
        self._history.append(("interest", cents))
