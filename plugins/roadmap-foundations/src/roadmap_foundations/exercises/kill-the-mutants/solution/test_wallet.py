import unittest

from wallet import InsufficientFunds, LimitExceeded, Wallet


class WalletTest(unittest.TestCase):
    def test_movements_change_the_balance_and_are_written_down(self):
        wallet = Wallet("ann")
        wallet.deposit(500)
        wallet.withdraw(120)
        wallet.pay_interest(10)
        self.assertEqual(wallet.balance, 418)
        self.assertEqual(wallet.history, (("deposit", 500), ("withdraw", 120), ("interest", 38)))

    def test_amounts_start_at_one_cent(self):
        wallet = Wallet("ann", 50)
        for cents in (0, -1):
            with self.assertRaises(ValueError):
                wallet.deposit(cents)
            with self.assertRaises(ValueError):
                wallet.withdraw(cents)
        wallet.deposit(1)
        wallet.withdraw(1)
        self.assertEqual(wallet.balance, 50)

    def test_the_limit_can_be_reached_and_not_passed(self):
        wallet = Wallet("ann", Wallet.LIMIT - 1)
        wallet.deposit(1)
        self.assertEqual(wallet.balance, Wallet.LIMIT)
        with self.assertRaises(LimitExceeded):
            wallet.deposit(1)
        self.assertEqual(wallet.balance, Wallet.LIMIT)

    def test_everything_can_be_withdrawn_and_no_more(self):
        wallet = Wallet("ann", 70)
        with self.assertRaises(InsufficientFunds):
            wallet.withdraw(71)
        self.assertEqual((wallet.balance, wallet.history), (70, ()))
        wallet.withdraw(70)
        self.assertEqual(wallet.balance, 0)

    def test_interest_is_rounded_half_up(self):
        for balance, paid in ((10, 1), (9, 0), (30, 2), (29, 1), (31, 2)):
            wallet = Wallet("ann", balance)
            wallet.pay_interest(5)
            self.assertEqual(wallet.balance, balance + paid)

    def test_interest_is_never_refused(self):
        wallet = Wallet("ann", Wallet.LIMIT)
        wallet.pay_interest(5)
        self.assertEqual(wallet.balance, Wallet.LIMIT * 105 // 100)
        wallet = Wallet("ann", 7)
        wallet.pay_interest(0)
        self.assertEqual((wallet.balance, wallet.history), (7, (("interest", 0),)))

    def test_wallets_are_apart(self):
        first, second = Wallet("ann"), Wallet("bob")
        first.deposit(5)
        self.assertEqual(second.history, ())
        given = [("deposit", 5)]
        third = Wallet("cyd", 5, given)
        third.withdraw(1)
        self.assertEqual(given, [("deposit", 5)])


if __name__ == "__main__":
    unittest.main()
