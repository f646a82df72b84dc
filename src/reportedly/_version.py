"""The version, where the pipeline and the menu can both reach it."""

__version__ = "0.1.0"
