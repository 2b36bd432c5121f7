import os
from pathlib import Path

from django.core.management import execute_from_command_line

execute_from_command_line(["django-admin", "startproject", "bookshop"])
os.chdir("bookshop")
execute_from_command_line(["manage.py", "startapp", "library"])

for path in sorted(Path().rglob("*.py")):
    lines = path.read_text().splitlines()
    code = [line for line in lines if line.strip() and not line.startswith("#")]
    print(f"{len(code):3} lines  {path}")

settings = Path("bookshop/settings.py")
names = {}
exec(settings.read_text(), {"__file__": str(settings.resolve())}, names)
print()
print("DEBUG =", names["DEBUG"])
print("SECRET_KEY begins", names["SECRET_KEY"][:16])
for setting in ("INSTALLED_APPS", "MIDDLEWARE"):
    print(setting)
    for entry in names[setting]:
        print("   ", entry)
