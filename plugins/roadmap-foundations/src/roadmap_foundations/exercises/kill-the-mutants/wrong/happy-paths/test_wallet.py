import unittest

from wallet import Wallet


class WalletTest(unittest.TestCase):
    def test_deposit(self):
        wallet = Wallet("ann")
        wallet.deposit(500)
        self.assertEqual(wallet.balance, 500)

    def test_withdraw(self):
        wallet = Wallet("ann", 500)
        wallet.withdraw(100)
        self.assertEqual(wallet.balance, 400)

    def test_too_much(self):
        wallet = Wallet("ann", Wallet.LIMIT)
        self.assertRaises(Exception, wallet.deposit, 1000)
        self.assertRaises(Exception, wallet.withdraw, Wallet.LIMIT * 2)
