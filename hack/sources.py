"""What the program is built from, as cargo tells it: for the licences and for the SBOM."""

import json
import re
import subprocess


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def tree(target, edges):
    """(package, package that it needs) for everything that cargo takes to build the program for that target; the program
    itself is needed by None. A package is (name, version).

    This is what `cargo build --package easyscale` resolves. `cargo metadata` alone would not do: it also turns on what only
    the tests ask of a library. But it does not have what macros need on the machine that builds and the target does not
    need; leaving that out gives every machine the same."""
    lines = run("cargo", "tree", "--locked", "--package=easyscale", f"--target={target}", f"--edges={edges}",
                "--prefix=depth", "--format= {p}").splitlines()
    needs, path = [], []
    for line in filter(None, lines):
        depth, name, version = line.split(" ")[:3]
        del path[int(depth):]
        path.append((name, version.removeprefix("v")))
        needs.append((path[-2] if len(path) > 1 else None, path[-1]))
    known = packages(target).keys() | {None}
    return [(package, needed) for package, needed in dict.fromkeys(needs) if {package, needed} <= known]


def linked(target):
    """The packages whose code gets into the program, ours too."""
    return {package for _, package in tree(target, "normal,no-proc-macro")}


def taken(target):
    """The packages that take part: also the macros, which write code when it is built, and what they need themselves."""
    return {package for _, package in tree(target, "normal")}


def packages(target):
    """What the packages say about themselves, by (name, version)."""
    metadata = json.loads(run("cargo", "metadata", "--locked", "--format-version=1", f"--filter-platform={target}"))
    return {(each["name"], each["version"]): each for each in metadata["packages"]}


def checksums():
    """The SHA-256 of each package that cargo fetches, from Cargo.lock."""
    entries = re.findall(r'^name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"$', open("Cargo.lock").read(),
                         re.MULTILINE)
    return {(name, version): checksum for name, version, checksum in entries}


def rust_version():
    return re.search(r"^release: (\S+)", run("rustc", "--version", "--verbose"), re.MULTILINE).group(1)
