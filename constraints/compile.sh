#!/bin/sh
# Renews run.txt, full.txt (with every extra), dev.txt and bench.txt from pyproject.toml. All are cut from one resolution,
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

compile --all-extras --group build --group dev --group bench --output-file "$all"
for name in run full dev bench; do
    case $name in
        run) more='' ;;
        full) more='--all-extras' ;;
        dev) more='--all-extras --group dev' ;;
        bench) more='--group bench' ;;
    esac
    # shellcheck disable=SC2086  # nothing more is no argument
    compile --group build $more --constraint "$all" >"constraints/$name.txt"
done
