import datetime

import django
from django.apps import AppConfig
from django.conf import settings


class Library(AppConfig):
    name = "__main__"
    label = "library"


settings.configure(
    INSTALLED_APPS=["__main__.Library"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
        }
    ],
)
django.setup()

from django import forms
from django.db import connection, models
from django.db.models import Q


class Book(models.Model):
    title = models.CharField(max_length=40)
    isbn = models.CharField(max_length=13, unique=True)
    published = models.DateField()
    price = models.DecimalField(max_digits=6, decimal_places=2)
    approved = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price__gte=0),
                name="price",
                violation_error_message="A price is never negative.",
            )
        ]


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ["title", "isbn", "published", "price"]  # and not approved

    def clean_isbn(self):
        digits = self.cleaned_data["isbn"].replace("-", "")
        if not digits.isdigit():
            raise forms.ValidationError(
                "An ISBN is made of digits.", code="digits"
            )
        return digits

    def clean(self):
        data = super().clean()
        if (
            data.get("published")
            and data["published"] > datetime.date(2026, 11, 24)
            and data.get("price")
        ):
            self.add_error("price", "What is not out yet has no price.")
        return data


with connection.schema_editor() as editor:
    editor.create_model(Book)

good = {
    "title": " Emma ",
    "isbn": "978014143958",
    "published": "1815-12-23",
    "price": "9.50",
    "approved": "on",
}
form = BookForm(good)
print(form.is_valid(), form.cleaned_data)
book = form.save()
print("stored:", book.pk, repr(book.title), "approved:", book.approved)

for change in (
    {"isbn": "abc"},
    {"published": "23.12.1815"},
    {"published": "2030-01-01"},
    {"title": "x" * 41, "price": "9.999"},
    {"price": "-1"},
):
    bound = BookForm({**good, "isbn": "9780141182803", **change})
    for field, messages in bound.errors.items():
        print(f"{field}: {messages[0]}")

print("again:", BookForm(good).errors["isbn"][0])
print(BookForm({"title": "<b>"}, initial={"price": 5})["title"])
