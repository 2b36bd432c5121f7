"""The proof behind `roadmap check`: pages are whole, samples print what they show, checks tell right from wrong."""

from roadmap.cli.proof.proof import Proof, Proved
from roadmap.cli.proof.words import SharedRun, fingerprints, shared_runs, shared_with

__all__ = ["Proof", "Proved", "SharedRun", "fingerprints", "shared_runs", "shared_with"]
