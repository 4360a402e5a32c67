"""Build the wheel and compare it with the package: everything is in it, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"


def main() -> int:
    """Print what is missing or too much; the exit code is 1 if anything is."""
    with tempfile.TemporaryDirectory() as folder:
        inside = contents(build(Path(folder)))
    wanted = package_files()
    problems = [f"missing in the wheel: {name}" for name in sorted(wanted - inside)]
    problems += [f"too much in the wheel: {name}" for name in sorted(inside - wanted)]
    print(*problems, f"{len(inside)} files in the wheel, {len(problems)} problems", sep="\n")
    return 1 if problems else 0


def build(folder: Path) -> Path:
    """Build the wheel into the folder and return its path."""
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT], check=True)
    return next(folder.glob("*.whl"))


def contents(wheel: Path) -> set[str]:
    """The names in the wheel, without its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def package_files() -> set[str]:
    """What belongs into the wheel: every file of the package but what Python made itself."""
    files = (path for path in (SOURCE / "client_portal").rglob("*") if path.is_file())
    return {path.relative_to(SOURCE).as_posix() for path in files if "__pycache__" not in path.parts}


if __name__ == "__main__":
    sys.exit(main())
