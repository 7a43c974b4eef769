"""Prints a directory with the PyPI package tzdata of the version asked for, fetched once per user.

Usage: zone_data.py VERSION

The directory is complete or absent: it is filled under another name and then renamed, so two runs at once do no harm.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def main(version):
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    wanted = cache / "easyscale" / "oracle" / f"tzdata-{version}"
    if not (wanted / "tzdata" / "__init__.py").is_file():
        fetch(version, wanted)
    print(wanted)


def fetch(version, wanted):
    wanted.parent.mkdir(parents=True, exist_ok=True)
    filling = tempfile.mkdtemp(prefix=f"{wanted.name}.", dir=wanted.parent)
    try:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--target", filling, f"tzdata=={version}"], check=True, stdout=sys.stderr)
        os.chmod(filling, 0o755)
        try:
            os.rename(filling, wanted)
        except OSError:
            # Another run was faster: its directory is as good.
            if not (wanted / "tzdata" / "__init__.py").is_file():
                raise
    finally:
        shutil.rmtree(filling, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
