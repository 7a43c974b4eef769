#!/usr/bin/env python3
"""Writes the licences of everything that is linked into the program, as the licences ask for.

    hack/licences.py TARGET > THIRD-PARTY-LICENCES.txt

What is linked in is what cargo says for that target, Rust's own library, and for musl its C library. Macros, which write
some of the code, are with it. A text that several share is written once. A package that comes without its text gets the
usual text of a licence that it names; one for which there is neither ends this with an error.
"""

import pathlib
import re
import sys

import sources

# Licences whose usual text is the same for everybody: taken from a package that has it in a file of that name.
USUAL = {"Apache-2.0": ["LICENSE-APACHE", "LICENSE-APACHE-2.0"], "MIT": ["LICENSE-MIT"]}
# The text, or a notice that has to be kept with it.
IS_TEXT = re.compile(r"^(licen[cs]e|copying|copyright|notice|unlicense)", re.IGNORECASE)
NOT_TEXT = {".rs", ".html", ".toml"}

MUSL = """\
musl, the C library of the static program (https://musl.libc.org), is
Copyright © 2005-2020 Rich Felker, et al.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def packages(target):
    """The packages of others that are linked in or write code, by name and version."""
    about = sources.packages(target)
    return [about[each] for each in sorted(sources.taken(target)) if about[each]["source"] is not None]


def texts(package):
    """The files of the package in which its licence is."""
    folder = pathlib.Path(package["manifest_path"]).parent
    files = sorted(each for each in folder.iterdir() if IS_TEXT.match(each.name) and each.suffix not in NOT_TEXT)
    found = []
    for file in files:
        found += sorted(file.iterdir()) if file.is_dir() else [file]
    if package["license_file"]:
        found.append(folder / package["license_file"])
    # What is written in C was mostly written by somebody else, and has its text in its own folder.
    if package["links"]:
        found += sorted(file for file in folder.rglob("*") if IS_TEXT.match(file.name) and file.suffix not in NOT_TEXT)
    return list(dict.fromkeys(file.resolve() for file in found if file.is_file()))


def read(file):
    lines = file.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def usual(packages, licence):
    """The commonest text of that licence."""
    names = USUAL[licence]
    all_texts = [read(file) for each in packages for file in texts(each) if file.name in names]
    # The holders of the rights differ in the MIT licence; they are not those of the package that lacks its text.
    without_holder = [re.sub(r"(?im)^\s*copyright (?!notice|holder).*\n+", "", text) for text in all_texts]
    return max(sorted(set(without_holder)), key=without_holder.count)


def standard_library():
    """What Rust says about its own library, as text."""
    page = pathlib.Path(sources.run("rustc", "--print=sysroot").strip()) / "share/doc/rust/COPYRIGHT-library.html"
    if not page.exists():
        sys.exit(f"{page} is not there: the licences of Rust's own library are unknown (rustup puts it there)")
    text = re.sub(r"(?s)<style.*?</style>|<[^>]*>", "", page.read_text(encoding="utf-8"))
    for name, character in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")]:
        text = text.replace(name, character)
    return re.sub(r"\n\s*\n\s*\n+", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip() + "\n"


def main(target):
    linked = packages(target)
    by_text, lacking = {}, []
    for package in linked:
        found = [read(file) for file in texts(package)]
        if not found:
            named = [licence for licence in USUAL if licence in (package["license"] or "")]
            found = [usual(linked, named[0])] if named else []
        if not found:
            lacking.append(f"{package['name']} {package['version']}: {package['license']}")
        for text in found:
            by_text.setdefault(text, []).append(f"{package['name']} {package['version']}")
    if lacking:
        sys.exit("There is no text of the licence of:\n  " + "\n  ".join(lacking))

    rule = "=" * 100
    print("EasyScale is licensed under the Apache License 2.0, see LICENSE. These libraries are linked into it, or make\n"
          "parts of it when it is built:\n")
    for package in linked:
        print(f"  {package['name']} {package['version']}  {package['license']}  {package['repository'] or ''}".rstrip())
    print("  Rust's standard library  MIT OR Apache-2.0 and others  https://github.com/rust-lang/rust")
    if target.endswith("musl"):
        print("  musl  MIT  https://musl.libc.org")
    for text, names in sorted(by_text.items(), key=lambda each: each[1]):
        print(f"\n{rule}\n{', '.join(dict.fromkeys(names))}\n{rule}\n\n{text}", end="")
    print(f"\n{rule}\nRust's standard library\n{rule}\n\n{standard_library()}", end="")
    if target.endswith("musl"):
        print(f"\n{rule}\nmusl\n{rule}\n\n{MUSL}", end="")


if __name__ == "__main__":
    main(sys.argv[1])
