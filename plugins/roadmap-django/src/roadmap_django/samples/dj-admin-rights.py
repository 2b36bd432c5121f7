import django
from django.apps import AppConfig
from django.conf import settings


class Library(AppConfig):
    name = "__main__"
    label = "library"


settings.configure(
    SECRET_KEY="a sample's key, not a secret",
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "__main__.Library",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ],  # quick, for a sample only
    STATIC_URL="static/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
)
django.setup()

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.urls import path


class Loan(models.Model):
    reader = models.CharField(max_length=100)
    book = models.CharField(max_length=200)
    returned = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.book} to {self.reader}"


@admin.register(Loan)
class LoanAdmin(admin.ModelAdmin):
    list_display = ["book", "reader", "returned"]
    readonly_fields = ["reader"]
    actions = ["mark_returned"]

    @admin.action(description="Mark as returned", permissions=["change"])
    def mark_returned(self, request, queryset):
        count = queryset.filter(returned=False).update(returned=True)
        self.message_user(request, f"{count} marked as returned.")

    def has_delete_permission(self, request, obj=None):
        return False  # a loan is history: nobody deletes it here


urlpatterns = [path("admin/", admin.site.urls)]

call_command("migrate", verbosity=0)
with connection.schema_editor() as editor:
    editor.create_model(Loan)
for book in ("Emma", "Ulysses", "Orlando"):
    Loan.objects.create(book=book, reader="Ada")

# After a migration these exist by themselves, four for each model.
kind = ContentType.objects.get_for_model(Loan)
for verb in ("view", "change"):
    Permission.objects.create(
        codename=f"{verb}_loan", name=f"Can {verb} loan", content_type=kind
    )


def person(name, *codenames, staff=True):
    user = User.objects.create_user(name, is_staff=staff)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=codenames)
    )
    client = Client()
    client.force_login(user)
    return client


people = {
    "reader, no staff": person("ada", "view_loan", staff=False),
    "staff, no rights": person("ben"),
    "staff, may view": person("cleo", "view_loan"),
    "staff, may change": person("dora", "view_loan", "change_loan"),
}
ACTION = {"action": "mark_returned", "_selected_action": [1, 2]}
for name, client in people.items():
    listed = client.get("/admin/library/loan/").status_code
    saved = client.post(
        "/admin/library/loan/3/change/",
        {"book": "Orlando (2nd copy)", "reader": "Eve"},
    ).status_code
    acted = client.post("/admin/library/loan/", ACTION).status_code
    done = Loan.objects.filter(returned=True).count()
    print(
        f"{name:18} list {listed}  save {saved}  action {acted}  returned {done}"
    )

print(Loan.objects.get(pk=3), "| not Eve: the field is read-only")
print(
    people["staff, may change"]
    .get("/admin/library/loan/1/delete/")
    .status_code,
    "for deleting, to anybody",
)
for entry in LogEntry.objects.all():
    print(
        "log:",
        entry.user,
        "|",
        entry.object_repr,
        "|",
        entry.get_change_message(),
    )
