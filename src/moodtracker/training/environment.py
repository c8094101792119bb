"""What a run was made with, so that it can be made again."""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import keras

PACKAGES = ("moodtracker", "keras", "numpy", "torch", "tensorflow-cpu", "tensorflow", "jax")


def environment() -> dict[str, Any]:
    """Python, system, the versions of the packages that decide, and the devices."""
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "backend": keras.backend.backend(),
        "devices": devices(),
        "packages": versions,
    }


def devices() -> list[str]:
    """The devices that the backend sees; only "cpu" where it cannot tell."""
    if keras.backend.backend() == "torch":
        import torch

        count = torch.cuda.device_count()
        return [torch.cuda.get_device_name(index) for index in range(count)] or ["cpu"]
    return list(keras.distribution.list_devices())
