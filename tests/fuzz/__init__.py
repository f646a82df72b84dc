"""Tests that try inputs nobody thought of; ``docs/design/fuzzing.md`` says how they are run."""
