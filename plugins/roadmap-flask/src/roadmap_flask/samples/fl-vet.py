from importlib.metadata import files, metadata, requires


def facts(name):
    """What an installed package says about itself, without importing a line of it."""
    about = metadata(name)
    modules = {path.parts[0] for path in files(name) if path.suffix == ".py"}
    return {
        "version": about["Version"],
        "license": about["License-Expression"] or next(c for c in about.get_all("Classifier") if "License" in c),
        "python": about["Requires-Python"],
        "needs": sorted(need for need in requires(name) or [] if ";" not in need),
        "modules": sorted(modules),
    }


for name in ("Flask", "itsdangerous"):
    for key, value in facts(name).items():
        print(f"{name:13}{key:9}{value}")
