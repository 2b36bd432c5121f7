"""A bookshop: authors write books, customers place orders, an order has lines."""

from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80)
    born = models.IntegerField()

    def __str__(self):
        return self.name


class Genre(models.Model):
    name = models.CharField(max_length=40, unique=True)

    def __str__(self):
        return self.name


class Book(models.Model):
    title = models.CharField(max_length=120)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="books")
    genres = models.ManyToManyField(Genre, related_name="books")
    year = models.IntegerField()
    pages = models.IntegerField()
    price = models.DecimalField(max_digits=6, decimal_places=2)
    stock = models.IntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["year"], name="book_year"),)

    def __str__(self):
        return self.title


class Customer(models.Model):
    name = models.CharField(max_length=80)
    city = models.CharField(max_length=60)

    def __str__(self):
        return self.name


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="orders")
    placed = models.DateField(db_index=True)
    paid = models.BooleanField(default=False)

    def __str__(self):
        return f"Order {self.pk}"


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="lines")
    copies = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)

    def __str__(self):
        return f"{self.copies} x {self.book_id}"
