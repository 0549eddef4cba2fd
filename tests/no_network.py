"""Pytest plugin (loaded by pyproject.toml): no test reaches the network, and neither does a program that it starts.

Loopback and local sockets stay open. Programs started by tests are Python: they import `offline/sitecustomize.py`.
"""

import os
import runpy
from pathlib import Path

import pytest

OFFLINE = Path(__file__).parent / "offline"


def pytest_configure(config: pytest.Config) -> None:
    """Close the network for this process, and through PYTHONPATH for those that it starts."""
    paths = [str(OFFLINE), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    runpy.run_path(str(OFFLINE / "sitecustomize.py"))


def pytest_report_header(config: pytest.Config) -> str:
    """Say so at the top of the run."""
    return "network: loopback only"
