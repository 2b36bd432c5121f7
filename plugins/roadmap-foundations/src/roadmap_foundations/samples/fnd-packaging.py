"""A wheel is a zip file with a promise in it. Build one by hand, and let Python read it."""

import os
import sys
import tempfile
import zipfile
from importlib import metadata

METADATA = """\
Metadata-Version: 2.1
Name: teatime
Version: 1.2.0
Requires-Python: >=3.11
Requires-Dist: kettle>=2,<3
"""

with tempfile.TemporaryDirectory() as folder:
    wheel = os.path.join(folder, "teatime-1.2.0-py3-none-any.whl")
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("teatime.py", "def brew(minutes):\n    return f'tea after {minutes} minutes'\n")
        archive.writestr("teatime-1.2.0.dist-info/METADATA", METADATA)
        archive.writestr("teatime-1.2.0.dist-info/RECORD", "")
    sys.path.insert(0, wheel)

    import teatime

    print(teatime.brew(4))
    print("version:", metadata.version("teatime"))
    print("needs:  ", metadata.requires("teatime"))
    print("Python: ", metadata.metadata("teatime")["Requires-Python"])
    sys.path.remove(wheel)
