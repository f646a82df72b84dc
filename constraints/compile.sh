#!/bin/sh
# Renews run.txt, dev.txt and bench.txt from pyproject.toml. All three are cut from one resolution,
# so that a package has one version wherever it is used. Universal: for every system and Python >= 3.11.
# No registry address is written: where packages come from is the machine's own setting.
set -eu
cd "$(dirname "$0")/.."
UV=${UV:-uv}
all=$(mktemp)
trap 'rm -f "$all"' EXIT

compile() {
    "$UV" pip compile pyproject.toml --quiet --generate-hashes --universal --python-version 3.11 \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}

compile --group build --group dev --group bench --output-file "$all"
for name in run dev bench; do
    case $name in run) group='' ;; *) group="--group $name" ;; esac
    # shellcheck disable=SC2086  # an empty group is no argument
    compile --group build $group --constraint "$all" >"constraints/$name.txt"
done
