def test_user(sources):
    """Does not run as root."""
    users = [line.split()[1] for line in sources("Dockerfile").splitlines() if line.startswith("USER ")]
    assert users and users[-1] not in ("root", "0"), "The container runs as root."
