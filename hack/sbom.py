#!/usr/bin/env python3
"""Lists everything that the program is built from (SBOM), in the form CycloneDX 1.5.

    SOURCE_DATE_EPOCH=… hack/sbom.py TARGET > easyscale-VERSION.cdx.json

In it is what cargo takes to build the program for that target, and what cargo does not know of: the libraries that Rust
itself and musl bring. What only writes code while it is built (macros) has the scope "excluded": it is not in the program.
What is only there for the tests is not listed. The same sources give the same text.
"""

import datetime
import json
import os
import sys
import urllib.parse
import uuid

import sources

REPOSITORY = "https://github.com/easyscale/easyscale"


def reference(package):
    return "{}@{}".format(*package)


def licences(said):
    """Cargo used to have "A/B" for "A OR B"."""
    return [{"expression": " OR ".join(part.strip() for part in said.split("/"))}]


def component(package, about, checksum, in_program):
    name, version = package
    entry = {"type": "library", "bom-ref": reference(package), "name": name, "version": version,
             "scope": "required" if in_program else "excluded"}
    if about["description"]:
        entry["description"] = " ".join(about["description"].split())
    if about["authors"]:
        entry["author"] = ", ".join(about["authors"])
    if about["license"]:
        entry["licenses"] = licences(about["license"])
    if about["repository"]:
        entry["externalReferences"] = [{"type": "vcs", "url": about["repository"]}]
    # Ours are on no registry: a name of theirs there would be somebody else's.
    if about["source"]:
        entry["purl"] = f"pkg:cargo/{name}@{urllib.parse.quote(version)}"
        entry["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return entry


def library(name, version, licence, description):
    return {"type": "library", "bom-ref": f"{name}@{version}", "name": name, "version": version,
            "description": description, "scope": "required", "licenses": licences(licence)}


def of_rust(target):
    version = sources.rust_version()
    yield library("rust-std", version, "MIT OR Apache-2.0", "Rust's standard library")
    if target.endswith("musl"):
        yield library("musl", f"as-in-rust-{version}", "MIT", "The C library that Rust links into static programs")


def dependencies(needs, root, rest):
    """Who needs whom, everybody once."""
    graph = {reference(package): set() for _, package in needs} | {each: set() for each in rest}
    for package, needed in needs:
        if package:
            graph[reference(package)].add(reference(needed))
    graph[root].update(rest)
    return [{"ref": each, "dependsOn": sorted(graph[each])} for each in sorted(graph)]


def main(target):
    about, checksums, linked = sources.packages(target), sources.checksums(), sources.linked(target)
    needs = sources.tree(target, "normal")
    program = needs[0][1]
    packages = sorted({package for _, package in needs} - {program})
    components = [component(each, about[each], checksums.get(each), each in linked) for each in packages]
    extra = list(of_rust(target))
    components = sorted(components + extra, key=lambda each: (each["name"], each["version"]))

    time = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    subject = component(program, about[program], None, True) | {"type": "application"}
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": subject,
            "properties": [{"name": "cdx:rustc:sbom:target:triple", "value": target}],
        },
        "components": components,
        "dependencies": dependencies(needs, reference(program), [each["bom-ref"] for each in extra]),
    }
    # Another content has another number, and the same has the same.
    content = uuid.uuid5(uuid.NAMESPACE_URL, REPOSITORY + json.dumps(bom, sort_keys=True))
    bom["serialNumber"] = f"urn:uuid:{content}"
    json.dump(bom, sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not os.environ.get("SOURCE_DATE_EPOCH", "").isdigit():
        sys.exit("usage: SOURCE_DATE_EPOCH=SECONDS hack/sbom.py TARGET, such as x86_64-unknown-linux-musl")
    main(sys.argv[1])
