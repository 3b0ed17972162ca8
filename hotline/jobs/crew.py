"""What a worker has at hand (后台作业环境), set up once when the worker starts."""

from hotline.equipment import Equipment

_equipment: Equipment | None = None


def enlist(equipment: Equipment) -> None:
    """Called once by the worker's entry point, and by tests."""
    global _equipment
    _equipment = equipment


def crew() -> Equipment:
    """The equipment of this worker process."""
    if _equipment is None:
        raise RuntimeError("this process was not started as a worker: call enlist() first")
    return _equipment
