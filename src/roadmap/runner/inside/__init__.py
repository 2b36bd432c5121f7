"""What runs inside the sandbox. Standard library only: a copy of this folder is all of Roadmap that a sandbox sees."""
