import os
import subprocess
import sys
from pathlib import Path

admin = [sys.executable, "-m", "django"]
subprocess.run([*admin, "startproject", "bookshop"], check=True)
os.chdir("bookshop")
subprocess.run(
    [sys.executable, "manage.py", "startapp", "library"], check=True
)

for path in sorted(Path().rglob("*.py")):
    lines = path.read_text().splitlines()
    code = [
        line for line in lines if line.strip() and not line.startswith("#")
    ]
    print(f"{len(code):3} lines  {path}")

names = {}
exec(
    Path("bookshop/settings.py").read_text(),
    {"__file__": os.path.abspath("bookshop/settings.py")},
    names,
)
print()
print(
    "DEBUG =",
    names["DEBUG"],
    "  SECRET_KEY begins",
    names["SECRET_KEY"][:16],
)
for setting in ("INSTALLED_APPS", "MIDDLEWARE"):
    print(setting)
    for entry in names[setting]:
        print("   ", entry)
