import unittest

from wallet import Wallet


class WalletTest(unittest.TestCase):
    def test_deposit_adds(self):
        wallet = Wallet("ann")
        wallet.deposit(500)
        self.assertEqual(wallet.balance, 500)


if __name__ == "__main__":
    unittest.main()
