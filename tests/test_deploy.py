"""Deployment files against the code they deploy. No engine runs here, so what can drift is compared as text."""

import re

import yaml

from tests.services import ROOT


def compose() -> dict:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def test_compose_sets_only_variables_that_the_portal_reads():
    read = (ROOT / "alliance" / "environment.py").read_text()
    assert [name for name in compose()["x-portal"]["environment"] if f'"{name}"' not in read] == []


def test_image_has_the_system_packages_that_bootstrap_installs():
    wanted = re.search(r"wanted=\(([^)]*)\)", (ROOT / "scripts" / "bootstrap.sh").read_text())[1].split()
    image = (ROOT / "Dockerfile").read_text().split()
    assert [package for package in wanted if package not in image] == []


def test_compose_has_every_role_of_the_demo():
    services = compose()["services"]
    assert {"web", "worker", "beat", "redis", "postgres", "nginx"} <= set(services)
    assert "noeviction" in services["redis"]["command"]
    assert services["worker"]["deploy"]["replicas"] == 2
    assert "deploy" not in services["beat"]
