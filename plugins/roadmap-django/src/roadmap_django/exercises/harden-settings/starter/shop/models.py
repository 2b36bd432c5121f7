"""Given: leave it as it is."""

from django.db import models


class Product(models.Model):
    name = models.CharField(max_length=100)
    price = models.PositiveIntegerField()


class Voucher(models.Model):
    """Whoever knows the code pays less."""

    code = models.CharField(max_length=40)
    percent = models.PositiveIntegerField()
