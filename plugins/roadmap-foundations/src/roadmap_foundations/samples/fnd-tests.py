"""A test, a double, and a mutant that shows what the test is worth."""

import io
import unittest


def shipping(cents, country, rates):
    """Free from 50.00 on; otherwise what `rates` says for the country."""
    if cents >= 5000:
        return 0
    return rates.of(country)


class FixedRates:
    """A double: it stands in for the carrier's web service."""

    def of(self, country):
        return {"AT": 490}.get(country, 1290)


class ShippingTest(unittest.TestCase):
    def setUp(self):
        self.rates = FixedRates()  # a fixture: made anew for each test

    def test_small_orders_pay(self):
        self.assertEqual(shipping(1000, "AT", self.rates), 490)

    def test_large_orders_are_free(self):
        self.assertEqual(shipping(9000, "AT", self.rates), 0)


class LimitTest(ShippingTest):
    def test_the_limit_itself(self):
        self.assertEqual(shipping(5000, "AT", self.rates), 0)
        self.assertEqual(shipping(4999, "AT", self.rates), 490)


def passes(case):
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    return unittest.TextTestRunner(stream=io.StringIO()).run(suite).wasSuccessful()


print("original:   two tests pass:", passes(ShippingTest), "| with the limit:", passes(LimitTest))


def shipping(cents, country, rates):  # noqa: F811 - the mutant: > in place of >=
    return 0 if cents > 5000 else rates.of(country)


print("the mutant: two tests pass:", passes(ShippingTest), "| with the limit:", passes(LimitTest))
