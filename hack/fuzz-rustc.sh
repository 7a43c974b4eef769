#!/bin/sh
# What cargo calls instead of rustc while hack/fuzz.sh builds: rustc, with libFuzzer's probes in the code that is tried.
#
# Only there: a probe in every library would make the build several times as long, and libFuzzer would follow branches
# that tell it nothing about us. The flags are LLVM's; stable Rust hands them on.
rustc=$1
shift
name=
previous=
for argument in "$@"; do
    [ "$previous" != --crate-name ] || name=$argument
    previous=$argument
done
case $name in
easyscale_* | granit_parser | manifest | phrase | rule)
    set -- "$@" --cfg fuzzing \
        -Cpasses=sancov-module \
        -Cllvm-args=-sanitizer-coverage-level=4 \
        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
        -Cllvm-args=-sanitizer-coverage-pc-table \
        -Cllvm-args=-sanitizer-coverage-trace-compares
    ;;
esac
exec "$rustc" "$@"
