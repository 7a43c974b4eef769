#!/usr/bin/env python3
"""Makes a CycloneDX file of cargo-cyclonedx one that can be published.

    hack/sbom.py FILE > FILE

Out go what differs from run to run (a random number; the time is that of the commit) and the folders of this machine. In
come what cargo does not know of: the libraries that Rust itself and musl bring.
"""

import datetime
import json
import os
import re
import subprocess
import sys


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def at_home(text):
    """References to the crates of the workspace, without the folder that it is in."""
    root = "path+file://" + os.getcwd()
    return text.replace(root, "path+file:///easyscale").replace(os.getcwd(), "/easyscale")


def library(name, version, licence, description):
    return {"type": "library", "bom-ref": f"{name}@{version}", "name": name, "version": version,
            "description": description, "scope": "required", "licenses": [{"expression": licence}]}


def main(file):
    with open(file, encoding="utf-8") as source:
        bom = json.loads(at_home(source.read()))
    bom.pop("serialNumber", None)
    time = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    bom["metadata"]["timestamp"] = time.strftime("%Y-%m-%dT%H:%M:%SZ")
    rust = re.search(r"^release: (\S+)", run("rustc", "--version", "--verbose"), re.MULTILINE).group(1)
    bom["components"].append(library("rust-std", rust, "MIT OR Apache-2.0", "Rust's standard library"))
    bom["components"].append(library("musl", f"as-in-rust-{rust}", "MIT", "The C library that Rust links into static programs"))
    bom["components"].sort(key=lambda each: (each["name"], each["version"]))
    json.dump(bom, sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main(sys.argv[1])
